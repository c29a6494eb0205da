using Dapper;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.UsageLog;

/// <summary>Reads usage records. Every query names the organization, and the project of a caller who is confined to one.</summary>
internal sealed class UsageQueryStore(Database database)
{
    /// <summary>Groups in one answer, at most: what a page of many groups and buckets may grow to.</summary>
    public const int MaxUsageRows = 20_000;

    /// <summary>
    /// Up to <c>limit + 1</c> rows in the order asked for, the one too many telling that there are more: behind the page, or ahead of it
    /// when only <see cref="RequestLogFilter.Before"/> is given.
    /// </summary>
    public Task<List<RequestLogRow>> ListAsync(RequestLogFilter filter, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var (where, values) = Where(filter);

        // The page ahead of a row is read towards its beginning, starting at that row.
        var backwards = filter is { Before: not null, After: null };
        var direction = filter.Ascending != backwards ? "ASC" : "DESC";
        values.Add("limit", filter.Limit + 1);
        var rows = connection.Query<RequestLogRow>(
            $"SELECT {RequestLogRow.Columns} FROM usage_records WHERE {where} ORDER BY request_id {direction} LIMIT @limit", values).AsList();
        if (backwards) rows.Reverse();
        return rows;
    }, cancellationToken);

    /// <summary>One record, or null when there is none for this organization and project.</summary>
    public Task<RequestLogRow?> GetAsync(string organizationId, string? projectId, RequestId id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.QuerySingleOrDefault<RequestLogRow>($"""
            SELECT {RequestLogRow.Columns} FROM usage_records
            WHERE request_id = @id AND organization_id = @organizationId AND (@projectId IS NULL OR project_id = @projectId)
            """, new { id = id.ToBytes(), organizationId, projectId }), cancellationToken);

    /// <summary>
    /// Sums per bucket and group, in their order; up to one more than <see cref="MaxUsageRows"/>. Chats and legacy completions that an
    /// upstream was called for.
    /// </summary>
    public Task<List<UsageRow>> SumAsync(UsageQuery query, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var columns = query.GroupBy.Select(Column).OfType<(string Sql, string Name)>().ToList();
        var where = new List<string>
        {
            "organization_id = @OrganizationId", "request_id >= @first", "request_id < @last", "started_at >= @fromMs", "started_at < @toMs",
            "surface IN (@chat, @completions)", "outcome <> @refused",
        };
        if (query.ConfinedToProjectId is not null) where.Add("project_id = @ConfinedToProjectId");
        if (query.ProjectIds.Count > 0) where.Add("project_id IN @ProjectIds");
        if (query.KeyIds.Count > 0) where.Add("key_id IN @KeyIds");
        if (query.UserIds.Count > 0) where.Add("user IN @UserIds");
        if (query.Models.Count > 0) where.Add("model IN @Models");
        var groups = string.Concat(columns.Select(column => ", " + column.Sql));
        var sql = $"""
            SELECT started_at / @widthMs AS Bucket{string.Concat(columns.Select(column => $", {column.Sql} AS {column.Name}"))},
                SUM(input_tokens) AS InputTokens, SUM(cached_tokens) AS CachedTokens, SUM(output_tokens) AS OutputTokens, COUNT(*) AS Requests
            FROM usage_records WHERE {string.Join(" AND ", where)}
            GROUP BY started_at / @widthMs{groups} ORDER BY Bucket{groups} LIMIT {MaxUsageRows + 1}
            """;
        return connection.Query<UsageRow>(sql, new
        {
            query.OrganizationId, query.ConfinedToProjectId, query.ProjectIds, query.KeyIds, query.UserIds, query.Models,
            fromMs = query.From * 1000, toMs = query.To * 1000, widthMs = query.WidthSeconds * 1000,
            first = RequestIdRange.From(query.From * 1000), last = RequestIdRange.To(query.To * 1000),
            chat = (int)Surface.ChatCompletions, completions = (int)Surface.Completions, refused = (int)Outcome.Refused,
        }).AsList();
    }, cancellationToken);

    // Batches do not exist here: grouping by them divides nothing.
    private static (string Sql, string Name)? Column(string group) => group switch
    {
        UsageGrouping.Project => ("project_id", nameof(UsageRow.ProjectId)),
        UsageGrouping.User => ("user", nameof(UsageRow.User)),
        UsageGrouping.Key => ("key_id", nameof(UsageRow.KeyId)),
        UsageGrouping.Model => ("model", nameof(UsageRow.Model)),
        _ => null,
    };

    private static (string Sql, DynamicParameters Values) Where(RequestLogFilter filter)
    {
        var values = new DynamicParameters();
        var conditions = new List<string>();
        Add("organization_id = @organization", "organization", filter.OrganizationId);
        Add("project_id = @confined", "confined", filter.ConfinedToProjectId);
        Add("project_id = @project", "project", filter.ProjectId);
        Add("key_id = @key", "key", filter.KeyId);
        Add("token_id = @token", "token", filter.TokenId);
        Add("(model = @model OR requested_model = @model)", "model", filter.Model);
        Add("outcome = @outcome", "outcome", (int?)filter.Outcome);
        Add("status = @status", "status", filter.Status);
        Add("surface = @surface", "surface", (int?)filter.Surface);
        Add("request_id = @id", "id", filter.Id?.ToBytes());
        Add("request_id IN @ids", "ids", filter.Ids);
        Add("started_at >= @from", "from", filter.FromMs);
        Add("request_id >= @first", "first", filter.FromMs is { } from ? RequestIdRange.From(from) : null);
        Add("started_at < @to", "to", filter.ToMs);
        Add("request_id < @last", "last", filter.ToMs is { } to ? RequestIdRange.To(to) : null);
        Add($"request_id {(filter.Ascending ? '>' : '<')} @after", "after", filter.After?.ToBytes());
        Add($"request_id {(filter.Ascending ? '<' : '>')} @before", "before", filter.Before?.ToBytes());
        return (string.Join(" AND ", conditions), values);

        void Add<T>(string condition, string name, T? value)
        {
            if (value is null) return;
            conditions.Add(condition);
            values.Add(name, value);
        }
    }
}
