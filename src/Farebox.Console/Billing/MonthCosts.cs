using Farebox.Client.Usage;
using Farebox.ConsolePages.Parts;
using Farebox.ConsolePages.Usage;
using Farebox.Contracts;
using Farebox.Contracts.Usage;

namespace Farebox.ConsolePages.Billing;

/// <summary>What something cost, and how many calls that were.</summary>
public sealed record Cost(string Name, string ChargeUsd, long Calls);

/// <summary>What an organization spent in the month that runs, by model and by key: the dearest.</summary>
internal sealed record MonthCosts(string Total, IReadOnlyList<Cost> ByModel, IReadOnlyList<Cost> ByKey)
{
    private const int Most = 8;

    /// <summary>Null for who may not see usage.</summary>
    public static async Task<MonthCosts?> ReadAsync(PageContext page, DateTimeOffset now)
    {
        if (!page.May(ScopeNames.UsageRead)) return null;
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        var end = now.ToUnixTimeSeconds() + 1;
        var (models, keys, owners) = (
            SumAsync(page, (month, end), "model"), SumAsync(page, (month, end), "project_id", "api_key_id"), Owners.ReadAsync(page));
        await Task.WhenAll(models, keys, owners);
        var dearest = Dearest(await keys);
        var names = await (await owners).WithKeysAsync(page, dearest.Select(row => row.ProjectId!));
        return new MonthCosts(
            Totals.Of(await models).ChargeUsd,
            [.. Dearest(await models).Select(row => new Cost(row.Model ?? page["model_unknown"], row.ChargeUsd, row.NumCalls))],
            [.. dearest.Select(row => new Cost(names.NameOfKey(row.ApiKeyId), row.ChargeUsd, row.NumCalls))]);
    }

    private static List<CallUsageResult> Dearest(IReadOnlyList<CallUsageResult> rows) =>
        [.. rows.OrderByDescending(row => Amounts.Of(row.ChargeUsd)).ThenByDescending(row => row.NumCalls).Take(Most)];

    // One bucket; none without a second of the month.
    private static async Task<IReadOnlyList<CallUsageResult>> SumAsync(PageContext page, (long From, long To) span, params string[] groupBy)
    {
        var sums = await page.Client!.Usage.CallsAsync(new UsageQuery { StartTime = span.From, EndTime = span.To, BucketWidth = "all", GroupBy = groupBy });
        return sums.Value.Data is [var bucket] ? bucket.Results : [];
    }
}
