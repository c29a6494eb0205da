namespace Farebox.Server.UsageLog;

/// <summary>Sums up what calls cost, from their usage records.</summary>
internal sealed class CostsQueryStore(RecordSumStore records)
{
    /// <summary>
    /// Sums per day and group, in their order; of more than <see cref="UsageQueryStore.MaxUsageRows"/> at least one more. Every call that an
    /// upstream was called for counts, free ones with 0. A sum that is too large is an error, never a rounded number.
    /// </summary>
    public async Task<List<CostsRow>> SumAsync(CostsQuery query, CancellationToken cancellationToken)
    {
        var sums = await records.SumAsync(ToSums(query), UsageQueryStore.MaxUsageRows, cancellationToken);
        return sums.ConvertAll(row => new CostsRow
        {
            Bucket = row.Key.Bucket, ProjectId = row.Key.Project, KeyId = row.Key.Key, LineItem = row.Key.Model, ChargeNano = row.Value.ChargeNano,
        });
    }

    /// <summary>The records that a costs query asks for.</summary>
    internal static RecordSumQuery ToSums(CostsQuery query) => new()
    {
        OrganizationId = query.OrganizationId, ConfinedToProjectId = query.ConfinedToProjectId, FromMs = query.From * 1000, ToMs = query.To * 1000,
        WidthMs = CostsQuery.WidthSeconds * 1000, ProjectIds = query.ProjectIds, KeyIds = query.KeyIds,
        GroupBy = [.. query.GroupBy.Select(Group)], Amounts = RecordAmounts.Charges,
    };

    private static RecordGroup Group(string group) => group switch
    {
        CostsGrouping.Project => RecordGroup.Project,
        CostsGrouping.LineItem => RecordGroup.Model,
        CostsGrouping.Key => RecordGroup.Key,
        _ => throw new ArgumentOutOfRangeException(nameof(group), group, null),
    };
}
