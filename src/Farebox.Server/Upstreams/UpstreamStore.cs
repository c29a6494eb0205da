using System.Data.Common;
using System.Text;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Contracts.Upstreams;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Upstreams;

/// <summary>How a write ended.</summary>
public enum UpstreamWrite
{
    Done,
    NotFound,
    NameTaken,
}

/// <summary>Upstreams in the store. They belong to the installation, not to an organization.</summary>
public sealed class UpstreamStore(Database database, InstallationSecret secret)
{
    private const int UniqueViolation = 19;

    private const string Columns = """
        SELECT id, name, kind, base_url AS BaseUrl, credential, asks_usage AS AsksUsage, models_listed AS ModelsListed, free, position,
            disabled_at AS DisabledAt, created_at AS CreatedAt
        FROM upstreams
        """;

    private const string InsertSql = """
        INSERT INTO upstreams (id, name, kind, base_url, credential, asks_usage, models_listed, free, position, disabled_at, created_at)
        VALUES (@id, @Name, @kind, @BaseUrl, @credential, @asksUsage, @listed, @free, @position, @disabledAt, @nowMs)
        """;

    private const string UpdateSql = """
        UPDATE upstreams SET
            name = COALESCE(@Name, name),
            base_url = COALESCE(@BaseUrl, base_url),
            credential = CASE WHEN @setsCredential THEN @credential ELSE credential END,
            asks_usage = COALESCE(@AsksUsage, asks_usage),
            models_listed = COALESCE(@listed, models_listed),
            free = COALESCE(@Free, free),
            position = COALESCE(@Position, position),
            disabled_at = CASE WHEN @Enabled IS NULL THEN disabled_at WHEN @Enabled THEN NULL ELSE COALESCE(disabled_at, @nowMs) END
        WHERE id = @id
        """;

    private const string OverrideSql = """
        INSERT INTO upstream_overrides (id, position, disabled_at) VALUES (@id, @position, CASE WHEN @enabled = 0 THEN @nowMs END)
        ON CONFLICT (id) DO UPDATE SET
            position = COALESCE(@position, position),
            disabled_at = CASE WHEN @enabled IS NULL THEN disabled_at WHEN @enabled THEN NULL ELSE COALESCE(disabled_at, @nowMs) END
        """;

    private const string UpsertModelSql = """
        INSERT INTO upstream_models (upstream_id, name, position, created_at) VALUES (@id, @name, @position, @nowMs)
        ON CONFLICT (upstream_id, name) DO UPDATE SET position = excluded.position
        """;

    private const string DeleteModelSql = "DELETE FROM upstream_models WHERE upstream_id = @id AND name = @name";

    /// <summary>Everything, in one consistent read.</summary>
    internal Task<StoredUpstreams> LoadAsync() => database.ReadAsync(connection =>
    {
        // Deferred: any other kind takes the lock that the journal writer must never wait for.
        using var transaction = ((SqliteConnection)connection).BeginTransaction(deferred: true);
        var upstreams = connection.Query<UpstreamRow>($"""
            {Columns} ORDER BY position, created_at, id
            """, transaction: transaction).AsList();
        var overrides = connection.Query<UpstreamOverrideRow>(
            "SELECT id, position, disabled_at AS DisabledAt FROM upstream_overrides", transaction: transaction);
        var models = connection.Query<UpstreamModelRow>("""
            SELECT upstream_id AS UpstreamId, name, created_at AS CreatedAt FROM upstream_models ORDER BY upstream_id, position
            """, transaction: transaction);
        return new StoredUpstreams(
            upstreams, overrides.ToDictionary(row => row.Id, StringComparer.Ordinal), models.ToLookup(row => row.UpstreamId, StringComparer.Ordinal));
    });

    /// <summary>Adds an upstream of validated settings; its name must be free.</summary>
    public Task<UpstreamWrite> AddAsync(string id, UpstreamSettings settings, long nowMs, Actor actor) => WriteAsync(actor, (connection, trail) =>
    {
        var listed = settings.Models is { Count: > 0 };
        connection.Execute(InsertSql, new
        {
            id, settings.Name, kind = settings.Kind ?? UpstreamDefinition.OpenAi, settings.BaseUrl, credential = Seal(id, settings.ApiKey),
            asksUsage = settings.AsksUsage ?? true, listed, free = settings.Free ?? false, position = settings.Position ?? 0,
            disabledAt = settings.Enabled == false ? nowMs : (long?)null, nowMs,
        });
        if (listed) WriteModels(connection, id, settings.Models!, nowMs);
        trail.Add(AuditEntry.Created(AuditEventTypes.UpstreamCreated, new AuditObject(id), FactsOf(connection, id)!));
        return UpstreamWrite.Done;
    });

    /// <summary>Changes what the settings name. A list that was discovered at another address is forgotten.</summary>
    public Task<UpstreamWrite> UpdateAsync(string id, UpstreamSettings settings, long nowMs, Actor actor) => WriteAsync(actor, (connection, trail) =>
    {
        if (FactsOf(connection, id) is not { } before) return UpstreamWrite.NotFound;

        var listed = settings.Models is { } models ? models.Count > 0 : (bool?)null;
        connection.Execute(UpdateSql, new
        {
            id, settings.Name, settings.BaseUrl, setsCredential = settings.ApiKey is not null, credential = Seal(id, settings.ApiKey),
            settings.AsksUsage, listed, settings.Free, settings.Position, settings.Enabled, nowMs,
        });
        var moved = settings.BaseUrl is { } url && url != before.BaseUrl;
        if (settings.Models is not null) WriteModels(connection, id, settings.Models, nowMs);
        else if (moved && before.Models is null) WriteModels(connection, id, [], nowMs);
        var after = FactsOf(connection, id)!;
        if (settings.ApiKey is { Length: > 0 } && before.Credential == after.Credential) after = after with { Credential = "replaced" };
        trail.Add(AuditEntry.Changed(AuditEventTypes.UpstreamUpdated, new AuditObject(id), before, after));
        return UpstreamWrite.Done;
    });

    /// <summary>Keeps what the operator says about an upstream that is not stored; null leaves a value as it is.</summary>
    public Task<UpstreamWrite> OverrideAsync(string id, bool? enabled, int? position, long nowMs, Actor actor) => WriteAsync(actor, (connection, trail) =>
    {
        var before = Override(connection, id);
        connection.Execute(OverrideSql, new { id, enabled, position, nowMs });
        trail.Add(AuditEntry.Changed(AuditEventTypes.UpstreamUpdated, new AuditObject(id), before, Override(connection, id)));
        return UpstreamWrite.Done;
    });

    /// <summary>Removes an upstream with its models.</summary>
    public Task<UpstreamWrite> RemoveAsync(string id, Actor actor) => WriteAsync(actor, (connection, trail) =>
    {
        if (FactsOf(connection, id) is not { } before) return UpstreamWrite.NotFound;
        connection.Execute("DELETE FROM upstream_models WHERE upstream_id = @id", new { id });
        connection.Execute("DELETE FROM upstreams WHERE id = @id", new { id });
        trail.Add(AuditEntry.Removed(AuditEventTypes.UpstreamDeleted, new AuditObject(id), before));
        return UpstreamWrite.Done;
    });

    /// <summary>
    /// Keeps a discovered list, unless the upstream has meanwhile been removed, moved, or given a list by the operator.
    /// </summary>
    /// <param name="actor">Who had it asked; null when the server asks from time to time, which is no event.</param>
    internal Task<UpstreamWrite> KeepDiscoveredAsync(UpstreamDefinition upstream, IReadOnlyList<string> models, long nowMs, Actor? actor) => actor is null
        ? database.UpkeepAsync(connection => Keep(connection, upstream, models, nowMs, trail: null))
        : WriteAsync(actor, (connection, trail) => Keep(connection, upstream, models, nowMs, trail));

    private static UpstreamWrite Keep(
        DbConnection connection, UpstreamDefinition upstream, IReadOnlyList<string> models, long nowMs, AuditTrail? trail)
    {
        if (upstream.Source == UpstreamSource.Stored && connection.ExecuteScalar<long>(
            "SELECT COUNT(*) FROM upstreams WHERE id = @Id AND models_listed = 0 AND base_url = @url",
            new { upstream.Id, url = upstream.BaseUrl!.OriginalString }) == 0) return UpstreamWrite.NotFound;
        var (added, removed) = WriteModels(connection, upstream.Id, models, nowMs);
        if (models.Count + removed.Count > 0)
        {
            trail?.Add(AuditEntry.Created(
                AuditEventTypes.UpstreamDiscovered, new AuditObject(upstream.Id), new { ModelsAdded = added, ModelsRemoved = removed }));
        }

        return UpstreamWrite.Done;
    }

    /// <summary>The credential in the clear, or null when there is none.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was encrypted under another installation secret.</exception>
    internal string? Open(UpstreamRow row) =>
        row.Credential is { } sealedBytes ? Encoding.UTF8.GetString(secret.Decrypt(sealedBytes, Purpose(row.Id))) : null;

    private byte[]? Seal(string id, string? apiKey) =>
        apiKey is { Length: > 0 } ? secret.Encrypt(Encoding.UTF8.GetBytes(apiKey), Purpose(id)) : null;

    private static string Purpose(string id) => $"upstream credential {id}";

    /// <summary>Makes the list be this one; models that stay keep the time at which they were first seen.</summary>
    private static (List<string> Added, List<string> Removed) WriteModels(
        DbConnection connection, string id, IReadOnlyList<string> models, long nowMs)
    {
        var there = connection.Query<string>("SELECT name FROM upstream_models WHERE upstream_id = @id", new { id }).AsList();
        var gone = there.Except(models, StringComparer.Ordinal).ToList();
        connection.Execute(DeleteModelSql, gone.Select(name => new { id, name }));
        connection.Execute(UpsertModelSql, models.Distinct(StringComparer.Ordinal).Select((name, position) => new { id, name, position, nowMs }));
        return (models.Except(there, StringComparer.Ordinal).ToList(), gone);
    }

    private static UpstreamFacts? FactsOf(DbConnection connection, string id)
    {
        if (connection.QuerySingleOrDefault<UpstreamRow>($"{Columns} WHERE id = @id", new { id }) is not { } row) return null;
        const string ModelsSql = "SELECT name FROM upstream_models WHERE upstream_id = @id ORDER BY position";
        return UpstreamFacts.Of(row, row.ModelsListed ? connection.Query<string>(ModelsSql, new { id }).AsList() : null);
    }

    private static object Override(DbConnection connection, string id)
    {
        var row = connection.QuerySingleOrDefault<UpstreamOverrideRow>(
            "SELECT id, position, disabled_at AS DisabledAt FROM upstream_overrides WHERE id = @id", new { id });
        return new { Enabled = row?.DisabledAt is null, row?.Position };
    }

    private async Task<UpstreamWrite> WriteAsync(Actor actor, Func<DbConnection, AuditTrail, UpstreamWrite> write)
    {
        try
        {
            return await database.WriteAsync(actor, write);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == UniqueViolation)
        {
            return UpstreamWrite.NameTaken;
        }
    }
}
