using System.Collections.Concurrent;
using Dapper;
using Farebox.Server.Storage;

namespace Farebox.Server.Credentials;

/// <summary>
/// Which organization an operator's call acts on. Organizations are never deleted and <c>default</c> keeps its name, so what was found
/// once stays true.
/// </summary>
internal sealed class OperatorOrganizationStore(Database database)
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private volatile string? _default;

    /// <summary>The organization of this id, or, for null, the one named <c>default</c>; null when there is none.</summary>
    public ValueTask<string?> FindAsync(string? id) => id is null
        ? _default is { } known ? new ValueTask<string?>(known) : new ValueTask<string?>(FindDefaultAsync())
        : _known.ContainsKey(id) ? new ValueTask<string?>(id) : new ValueTask<string?>(LookUpAsync(id));

    private async Task<string?> FindDefaultAsync() => _default = await database.ReadAsync(connection =>
        connection.QuerySingleOrDefault<string>("SELECT id FROM organizations WHERE name = 'default'"));

    private async Task<string?> LookUpAsync(string id)
    {
        var found = await database.ReadAsync(connection =>
            connection.QuerySingleOrDefault<string>("SELECT id FROM organizations WHERE id = @id", new { id }));
        if (found is null) return null;
        if (_known.Count >= MaxRemembered) _known.Clear();
        _known[id] = true;
        return found;
    }
}
