using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Kernel.CallLog;
using Farebox.Kernel.Redaction;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.CallLog;

/// <summary>All SQL about what is kept of calls; each statement names the organization.</summary>
internal sealed class CallLogSettingsStore(Database database)
{
    private const int MaxRedactors = 1000;

    private const string Columns = """
        SELECT organization_id AS OrganizationId, project_id AS ProjectId, mode AS Mode, retention_days AS RetentionDays,
            usage_retention_days AS UsageRetentionDays, patterns AS Patterns
        FROM call_log_settings
        """;

    // Compiling a pattern takes longer than many look-ups, and projects of one organization share theirs.
    private readonly ConcurrentDictionary<string, Redactor> _redactors = new(StringComparer.Ordinal);

    /// <summary>The policy on a project's calls, inside a read; null when nothing is kept.</summary>
    public CallLogPolicy? ForProject(DbConnection connection, string organizationId, string projectId)
    {
        var rows = connection.Query<CallLogRow>(
            $"{Columns} WHERE organization_id = @organizationId AND project_id IN ('', @projectId)", new { organizationId, projectId }).AsList();
        if (rows.Count == 0) return null;
        var (organization, project) = Pick(rows, organizationId, projectId);
        var (mode, _) = CallLogRules.Effective(organization.Setting, project.Setting);
        return mode == CallLogMode.Off ? null : new CallLogPolicy(mode, RedactorOf(organization, project));
    }

    /// <summary>The organization's settings and the project's; null when there is no such project.</summary>
    /// <param name="projectId">Empty for the organization's alone.</param>
    public Task<(CallLogRow Organization, CallLogRow Project)?> FindAsync(string organizationId, string projectId) =>
        database.ReadAsync(connection => Exists(connection, organizationId, projectId) ? Find(connection, organizationId, projectId) : null);

    /// <summary>Every row there is, for retention.</summary>
    public Task<List<CallLogRow>> AllAsync() => database.ReadAsync(connection => connection.Query<CallLogRow>(Columns).AsList());

    /// <summary>Changes one row in one transaction; null when there is no such project.</summary>
    public Task<(CallLogRow Organization, CallLogRow Project)?> ChangeAsync(
        string organizationId, string projectId, Actor actor, Func<CallLogRow, CallLogRow> change) => database.WriteAsync(actor, (connection, trail) =>
    {
        if (!Exists(connection, organizationId, projectId)) return null;
        var found = Find(connection, organizationId, projectId)!.Value;
        var before = projectId.Length > 0 ? found.Project : found.Organization;
        var after = change(before);
        connection.Execute("""
            INSERT INTO call_log_settings (organization_id, project_id, mode, retention_days, usage_retention_days, patterns)
            VALUES (@OrganizationId, @ProjectId, @Mode, @RetentionDays, @UsageRetentionDays, @Patterns)
            ON CONFLICT (organization_id, project_id)
            DO UPDATE SET mode = excluded.mode, retention_days = excluded.retention_days, usage_retention_days = excluded.usage_retention_days,
                patterns = excluded.patterns
            """, after);
        trail.Add(AuditEntry.Changed(
            AuditEventTypes.CallLogUpdated,
            projectId.Length > 0 ? new AuditObject(projectId, organizationId, projectId) : new AuditObject(organizationId, organizationId),
            Shown(before), Shown(after)));
        return Find(connection, organizationId, projectId);
    });

    /// <summary>Takes down what is to be deleted, with its audit event, before it is: no deletion lacks one, and none is lost by a crash.</summary>
    public Task OrderDeletionAsync(DeletionRow order, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        connection.Execute("""
            INSERT INTO payload_deletions (ordered_at, organization_id, project_id, request_id, from_ms, to_ms)
            VALUES (@OrderedAt, @OrganizationId, @ProjectId, @RequestId, @FromMs, @ToMs)
            """, order);
        var requestId = order.RequestId is { } bytes ? RequestId.FromBytes(bytes).ToString() : null;
        trail.Add(AuditEntry.Removed(
            AuditEventTypes.PayloadDeleted, new AuditObject(requestId ?? order.ProjectId ?? order.OrganizationId, order.OrganizationId, order.ProjectId),
            new { RequestId = requestId, StartTime = order.FromMs / 1000, EndTime = order.ToMs / 1000 }));
        return true;
    });

    /// <summary>What was to be deleted since a moment.</summary>
    public Task<List<DeletionRow>> DeletionsAsync(long sinceMs) => database.ReadAsync(connection => connection.Query<DeletionRow>("""
        SELECT ordered_at AS OrderedAt, organization_id AS OrganizationId, project_id AS ProjectId, request_id AS RequestId, from_ms AS FromMs, to_ms AS ToMs
        FROM payload_deletions WHERE ordered_at >= @sinceMs ORDER BY ordered_at
        """, new { sinceMs }).AsList());

    // As on the wire, but for what follows from the level above.
    private static object Shown(CallLogRow row) => new
    {
        Policy = row.Setting.Mode is { } mode ? CallLogWords.Of(mode) : null, row.RetentionDays, row.UsageRetentionDays, Patterns = row.PatternList,
    };

    private Redactor RedactorOf(CallLogRow organization, CallLogRow project)
    {
        var key = $"{organization.Patterns}\n{project.Patterns}";
        if (_redactors.TryGetValue(key, out var known)) return known;
        if (_redactors.Count >= MaxRedactors) _redactors.Clear();
        var patterns = CallLogRules.Patterns(organization.PatternList, project.PatternList);
        return _redactors.GetOrAdd(key, _ => OwnPatterns.Compile(patterns).Redactor
            ?? throw new InvalidOperationException("A pattern that was accepted cannot be compiled."));
    }

    private static (CallLogRow Organization, CallLogRow Project)? Find(DbConnection connection, string organizationId, string projectId) => Pick(
        connection.Query<CallLogRow>(
            $"{Columns} WHERE organization_id = @organizationId AND project_id IN ('', @projectId)", new { organizationId, projectId }).AsList(),
        organizationId, projectId);

    private static (CallLogRow Organization, CallLogRow Project) Pick(List<CallLogRow> rows, string organizationId, string projectId) => (
        rows.Find(row => row.ProjectId.Length == 0) ?? CallLogRow.None(organizationId, ""),
        rows.Find(row => row.ProjectId.Length > 0) ?? CallLogRow.None(organizationId, projectId));

    private static bool Exists(DbConnection connection, string organizationId, string projectId) => projectId.Length == 0
        || connection.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT 1 FROM projects WHERE organization_id = @organizationId AND id = @projectId)", new { organizationId, projectId });
}
