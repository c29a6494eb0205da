using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
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
    public Task<int> SetModelAsync(string name, bool? enabled, bool? chatOnly, int? reserve, long nowMs, Actor actor) =>
        database.WriteAsync(actor, (connection, trail) =>
        {
            var before = Setting(connection, name);
            var set = connection.Execute(UpsertModelSql, new { name, enabled, chatOnly, reserve, nowMs });
            trail.Add(AuditEntry.Changed(AuditEventTypes.ModelUpdated, new AuditObject(name), before, Setting(connection, name)));
            return set;
        });

    /// <summary>Sets an alias; an empty target switches a default alias off.</summary>
    public Task<int> SetAliasAsync(string name, string target, long nowMs, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        trail.Add(AuditEntry.Changed(
            AuditEventTypes.AliasUpdated, new AuditObject(name), new { Target = TargetOf(connection, name) }, new { Target = (string?)target }));
        return connection.Execute(UpsertAliasSql, new { name, target, nowMs });
    });

    /// <summary>Takes the operator's word about an alias back; false when there was none.</summary>
    public Task<bool> RemoveAliasAsync(string name, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        if (TargetOf(connection, name) is not { } target) return false;
        connection.Execute("DELETE FROM aliases WHERE name = @name", new { name });
        trail.Add(AuditEntry.Removed(AuditEventTypes.AliasDeleted, new AuditObject(name), new { Target = target }));
        return true;
    });

    private static string? TargetOf(DbConnection connection, string name) =>
        connection.QuerySingleOrDefault<string>("SELECT target FROM aliases WHERE name = @name", new { name });

    // What is null has its default. A model that nothing was said about is enabled.
    private static object Setting(DbConnection connection, string name)
    {
        var row = connection.QuerySingleOrDefault<(long? DisabledAt, bool? ChatOnly, int? Reserve)>(
            "SELECT disabled_at, chat_only, reserve_output_tokens FROM model_settings WHERE name = @name", new { name });
        return new { Enabled = row.DisabledAt is null, row.ChatOnly, ReserveOutputTokens = row.Reserve };
    }
}
