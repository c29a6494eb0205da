using Farebox.Client.Usage;
using Farebox.ConsolePages.Parts;
using Farebox.Contracts.Usage;

namespace Farebox.ConsolePages.Usage;

/// <summary>The calls of one part of a division.</summary>
/// <param name="Id">Of the project or key, or the model's name; null for calls without a model.</param>
public sealed record UsagePart(string? Id, string Name, CallUsageResult Calls);

/// <summary>What the page shows: three questions to the API, whatever the number of calls, models and keys.</summary>
/// <param name="Buckets">Of all together, oldest first.</param>
/// <param name="Parts">The dearest first.</param>
/// <param name="Series">The buckets of the first parts.</param>
internal sealed record UsageView(
    Owners Owners, IReadOnlyList<CallUsageBucket> Buckets, IReadOnlyList<UsagePart> Parts, IReadOnlyList<(UsagePart Part, CallUsageResult?[] Values)> Series)
{
    private const int MostSeries = 7;

    public CallUsageResult Total { get; } = Totals.Of(Parts.Select(part => part.Calls));

    public static async Task<UsageView> ReadAsync(PageContext page, UsageWish wish)
    {
        var usage = page.Client!.Usage;
        var (whole, over, naming) = (
            usage.CallsAsync(wish.ToQuery(true, wish.GroupBy)), usage.CallsAsync(wish.ToQuery(false)), Owners.ReadAsync(page));
        await Task.WhenAll(whole, over, naming);
        var rows = (await whole).Value.Data.SelectMany(bucket => bucket.Results)
            .OrderByDescending(row => Amounts.Of(row.ChargeUsd)).ThenByDescending(row => row.NumCalls).ToList();
        var owners = await naming;
        var wanted = wish.Project is { } project ? [project] : owners.Projects.Select(one => one.Id);
        owners = await owners.WithKeysAsync(page, rows.Select(row => row.ProjectId).OfType<string>().Concat(wanted));
        var parts = rows.ConvertAll(row => PartOf(page, wish, owners, row));
        var buckets = (await over).Value.Data;
        return new UsageView(owners, buckets, parts, parts.Count > 1 ? await SeriesAsync(usage, wish, parts) : []);
    }

    private static async Task<List<(UsagePart Part, CallUsageResult?[] Values)>> SeriesAsync(UsageClient usage, UsageWish wish, List<UsagePart> parts)
    {
        var shown = parts.Where(part => part.Id is not null).Take(MostSeries).ToList();
        var ids = shown.ConvertAll(part => part.Id!);
        var query = wish.ToQuery(false, wish.GroupBy);
        query = wish.By switch
        {
            "project" => query with { ProjectIds = ids },
            "api_key" => query with { ApiKeyIds = ids },
            _ => query with { Models = ids },
        };
        var buckets = (await usage.CallsAsync(query)).Value.Data;
        return shown.ConvertAll(part => (part, buckets.Select(bucket => bucket.Results.FirstOrDefault(row => IdOf(wish, row) == part.Id)).ToArray()));
    }

    private static UsagePart PartOf(PageContext page, UsageWish wish, Owners owners, CallUsageResult row)
    {
        var id = IdOf(wish, row);
        return new UsagePart(id, wish.By switch
        {
            "project" => owners.NameOfProject(id),
            "api_key" => owners.NameOfKey(id),
            _ => id ?? page["model_unknown"],
        }, row);
    }

    private static string? IdOf(UsageWish wish, CallUsageResult row) => wish.By switch
    {
        "project" => row.ProjectId,
        "api_key" => row.ApiKeyId,
        _ => row.Model,
    };
}
