using Dapper;
using Farebox.Kernel.Routing;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Catalog;

/// <summary>What the operator said about models and aliases. It belongs to the installation, not to an organization.</summary>
public sealed class CatalogStore(Database database)
{
    private const string UpsertModelSql = """
        INSERT INTO model_settings (name, chat_only, disabled_at, reserve_output_tokens)
        VALUES (@name, @chatOnly, CASE WHEN @enabled = 0 THEN @nowMs END, NULLIF(@reserve, 0))
        ON CONFLICT (name) DO UPDATE SET
            chat_only = COALESCE(@chatOnly, chat_only),
            reserve_output_tokens = NULLIF(COALESCE(@reserve, reserve_output_tokens), 0),
            disabled_at = CASE WHEN @enabled IS NULL THEN disabled_at WHEN @enabled THEN NULL ELSE COALESCE(disabled_at, @nowMs) END
        """;

    private const string UpsertAliasSql = """
        INSERT INTO aliases (name, target, created_at) VALUES (@name, @target, @nowMs)
        ON CONFLICT (name) DO UPDATE SET target = excluded.target
        """;

    /// <summary>Everything, in one consistent read.</summary>
    public Task<OperatorCatalog> LoadAsync() => database.ReadAsync(connection =>
    {
        // Deferred: any other kind takes the lock that the journal writer must never wait for.
        using var transaction = ((SqliteConnection)connection).BeginTransaction(deferred: true);
        var models = connection.Query<(string Name, bool? ChatOnly, long? DisabledAt, int? Reserve)>(
            "SELECT name, chat_only, disabled_at, reserve_output_tokens FROM model_settings", transaction: transaction);
        var aliases = connection.Query<(string Name, string Target)>("SELECT name, target FROM aliases", transaction: transaction);
        return new OperatorCatalog(
            models.ToDictionary(row => row.Name, row => new ModelSetting(row.DisabledAt is null, row.ChatOnly, row.Reserve), StringComparer.Ordinal),
            aliases.ToDictionary(row => row.Name, row => row.Target, StringComparer.Ordinal));
    });

    /// <summary>Changes what is said about a model; null leaves a value as it is.</summary>
    /// <param name="reserve">Output tokens to reserve; 0 takes the word back.</param>
    public Task<int> SetModelAsync(string name, bool? enabled, bool? chatOnly, int? reserve, long nowMs) =>
        database.WriteAsync(connection => connection.Execute(UpsertModelSql, new { name, enabled, chatOnly, reserve, nowMs }));

    /// <summary>Sets an alias; an empty target switches a default alias off.</summary>
    public Task<int> SetAliasAsync(string name, string target, long nowMs) =>
        database.WriteAsync(connection => connection.Execute(UpsertAliasSql, new { name, target, nowMs }));

    /// <summary>Takes the operator's word about an alias back; false when there was none.</summary>
    public async Task<bool> RemoveAliasAsync(string name) =>
        await database.WriteAsync(connection => connection.Execute("DELETE FROM aliases WHERE name = @name", new { name })) > 0;
}
