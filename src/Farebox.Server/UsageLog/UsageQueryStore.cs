using Dapper;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog.Slices;

namespace Farebox.Server.UsageLog;

/// <summary>Reads usage records. Every query names the organization, and the project of a caller who is confined to one.</summary>
internal sealed class UsageQueryStore(Database database, RecordSumStore records)
{
    /// <summary>Groups in one answer, at most: what a page of many groups and buckets may grow to.</summary>
    public const int MaxUsageRows = 20_000;

    /// <summary>
    /// Up to <c>limit + 1</c> rows in the order asked for, the one too many telling that there are more: behind the page, or ahead of it
    /// when only <see cref="RequestLogFilter.Before"/> is given.
    /// </summary>
    public Task<List<RequestLogRow>> ListAsync(RequestLogFilter filter, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var rows = connection.ReadAtOneMoment(same => new RecordListingStore(same, filter, cancellationToken).Read());
        if (filter is { Before: not null, After: null }) rows.Reverse();
        return rows;
    }, cancellationToken);

    /// <summary>One record, or null when there is none for this organization and project.</summary>
    public Task<RequestLogRow?> GetAsync(string organizationId, string? projectId, RequestId id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => RequestIdRange.MsOf(id) < SliceProgressStore.KeptFrom(connection, organizationId)
            ? null
            : connection.QuerySingleOrDefault<RequestLogRow>($"""
                SELECT {RequestLogRow.Columns} FROM usage_records r
                WHERE r.request_id = @id AND r.organization_id = @organizationId AND (@projectId IS NULL OR r.project_id = @projectId)
                """, new { id = id.ToBytes(), organizationId, projectId }), cancellationToken);

    /// <summary>
    /// Sums per bucket and group, in their order; of more than <see cref="MaxUsageRows"/> at least one more. Chats and legacy completions that
    /// an upstream was called for.
    /// </summary>
    public async Task<List<UsageRow>> SumAsync(UsageQuery query, CancellationToken cancellationToken)
    {
        var sums = await records.SumAsync(ToSums(query), MaxUsageRows, cancellationToken);
        return sums.ConvertAll(row => new UsageRow
        {
            Bucket = row.Key.Bucket, ProjectId = row.Key.Project, KeyId = row.Key.Key, Model = row.Key.Model, User = row.Key.User,
            InputTokens = row.Value.Input, CachedTokens = row.Value.Cached, OutputTokens = row.Value.Output, Requests = row.Value.Requests,
        });
    }

    /// <summary>The records that a usage query asks for.</summary>
    internal static RecordSumQuery ToSums(UsageQuery query) => new()
    {
        OrganizationId = query.OrganizationId, ConfinedToProjectId = query.ConfinedToProjectId, FromMs = query.From * 1000, ToMs = query.To * 1000,
        WidthMs = query.WidthSeconds * 1000, ProjectIds = query.ProjectIds, KeyIds = query.KeyIds, Models = query.Models, Users = query.UserIds,
        Surfaces = [(int)Surface.ChatCompletions, (int)Surface.Completions], GroupBy = [.. query.GroupBy.Select(Group).OfType<RecordGroup>()],
        Amounts = RecordAmounts.Tokens,
    };

    // Batches do not exist here: grouping by them divides nothing.
    private static RecordGroup? Group(string group) => group switch
    {
        UsageGrouping.Project => RecordGroup.Project,
        UsageGrouping.User => RecordGroup.User,
        UsageGrouping.Key => RecordGroup.Key,
        UsageGrouping.Model => RecordGroup.Model,
        _ => null,
    };
}
