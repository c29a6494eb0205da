using Dapper;
using Farebox.Kernel.Metering;
using Farebox.Server.Storage;

namespace Farebox.Server.UsageLog;

/// <summary>Sums up what calls cost, from their usage records.</summary>
internal sealed class CostsQueryStore(Database database)
{
    /// <summary>
    /// Sums per day and group, in their order; up to one more than <see cref="UsageQueryStore.MaxUsageRows"/>. Every call that an upstream
    /// was called for counts, free ones with 0. The database checks the sums: one too large is an error, never a rounded number.
    /// </summary>
    public Task<List<CostsRow>> SumAsync(CostsQuery query, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var columns = query.GroupBy.Select(Column).ToList();
        var where = new List<string>
        {
            "organization_id = @OrganizationId", "request_id >= @first", "request_id < @last", "started_at >= @fromMs", "started_at < @toMs",
            "outcome <> @refused",
        };
        if (query.ConfinedToProjectId is not null) where.Add("project_id = @ConfinedToProjectId");
        if (query.ProjectIds.Count > 0) where.Add("project_id IN @ProjectIds");
        if (query.KeyIds.Count > 0) where.Add("key_id IN @KeyIds");
        var groups = string.Concat(columns.Select(column => ", " + column.Sql));
        var sql = $"""
            SELECT started_at / @widthMs AS Bucket{string.Concat(columns.Select(column => $", {column.Sql} AS {column.Name}"))},
                SUM(charge_nano) AS ChargeNano
            FROM usage_records WHERE {string.Join(" AND ", where)}
            GROUP BY started_at / @widthMs{groups} ORDER BY Bucket{groups} LIMIT {UsageQueryStore.MaxUsageRows + 1}
            """;
        return connection.Query<CostsRow>(sql, new
        {
            query.OrganizationId, query.ConfinedToProjectId, query.ProjectIds, query.KeyIds,
            fromMs = query.From * 1000, toMs = query.To * 1000, widthMs = CostsQuery.WidthSeconds * 1000,
            first = RequestIdRange.From(query.From * 1000), last = RequestIdRange.To(query.To * 1000), refused = (int)Outcome.Refused,
        }).AsList();
    }, cancellationToken);

    private static (string Sql, string Name) Column(string group) => group switch
    {
        CostsGrouping.Project => ("project_id", nameof(CostsRow.ProjectId)),
        CostsGrouping.LineItem => ("model", nameof(CostsRow.LineItem)),
        CostsGrouping.Key => ("key_id", nameof(CostsRow.KeyId)),
        _ => throw new ArgumentOutOfRangeException(nameof(group), group, null),
    };
}
