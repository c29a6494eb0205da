using Farebox.Client;
using Farebox.Client.Usage;
using Farebox.ConsolePages.Parts;
using Farebox.Contracts.Usage;

namespace Farebox.ConsolePages.Usage;

/// <summary>The calls of one part of a division.</summary>
/// <param name="Id">Of the project or key, or the model's name; null for calls without a model.</param>
public sealed record UsagePart(string? Id, string Name, CallUsageResult Calls);

/// <summary>
/// What the page shows, from one question to the API: per bucket and part. Where those are more than the API answers at once, and always by
/// key, from three: the parts of the whole span, the buckets of all together, and the buckets of the dearest parts.
/// </summary>
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
        var (usage, naming) = (page.Client!.Usage, Owners.ReadAsync(page));
        var divided = wish.By == UsageWish.ByKey ? null : await DividedAsync(usage, wish);
        var (rows, buckets) = divided is null ? await ApartAsync(usage, wish) : Joined(wish, divided);
        rows = [.. rows.OrderByDescending(row => Amounts.Of(row.ChargeUsd)).ThenByDescending(row => row.NumCalls)];
        var owners = await naming;
        var wanted = wish.Project is { } project ? [project] : owners.Projects.Select(one => one.Id);
        owners = await owners.WithKeysAsync(page, rows.Select(row => row.ProjectId).OfType<string>().Concat(wanted));
        var parts = rows.ConvertAll(row => PartOf(page, wish, owners, row));
        if (parts.Count <= 1) return new UsageView(owners, buckets, parts, []);
        var shown = parts.Where(part => part.Id is not null).Take(MostSeries).ToList();
        return new UsageView(owners, buckets, parts, SeriesOf(wish, shown, divided ?? await DearestAsync(usage, wish, shown)));
    }

    // Null when there are more than the API answers at once.
    private static async Task<IReadOnlyList<CallUsageBucket>?> DividedAsync(UsageClient usage, UsageWish wish)
    {
        try
        {
            return (await usage.CallsAsync(wish.ToQuery(false, wish.GroupBy))).Value.Data;
        }
        catch (FareboxApiException e) when (e is { Status: StatusCodes.Status400BadRequest, Param: "limit" })
        {
            return null;
        }
    }

    private static (List<CallUsageResult> Rows, IReadOnlyList<CallUsageBucket> Buckets) Joined(UsageWish wish, IReadOnlyList<CallUsageBucket> divided) => (
        [.. divided.SelectMany(bucket => bucket.Results).GroupBy(row => IdOf(wish, row))
            .Select(part => Totals.Of(part) with { Model = part.First().Model, ProjectId = part.First().ProjectId })],
        [.. divided.Select(bucket => bucket with { Results = bucket.Results.Count == 0 ? [] : [Totals.Of(bucket.Results)] })]);

    private static async Task<(List<CallUsageResult> Rows, IReadOnlyList<CallUsageBucket> Buckets)> ApartAsync(UsageClient usage, UsageWish wish)
    {
        var (whole, over) = (usage.CallsAsync(wish.ToQuery(true, wish.GroupBy)), usage.CallsAsync(wish.ToQuery(false)));
        await Task.WhenAll(whole, over);
        return ([.. (await whole).Value.Data.SelectMany(bucket => bucket.Results)], (await over).Value.Data);
    }

    private static async Task<IReadOnlyList<CallUsageBucket>> DearestAsync(UsageClient usage, UsageWish wish, List<UsagePart> shown)
    {
        var ids = shown.ConvertAll(part => part.Id!);
        var query = wish.ToQuery(false, wish.GroupBy);
        query = wish.By switch
        {
            "project" => query with { ProjectIds = ids },
            UsageWish.ByKey => query with { ApiKeyIds = ids },
            _ => query with { Models = ids },
        };
        return (await usage.CallsAsync(query)).Value.Data;
    }

    private static List<(UsagePart Part, CallUsageResult?[] Values)> SeriesOf(
        UsageWish wish, List<UsagePart> shown, IReadOnlyList<CallUsageBucket> buckets) =>
        shown.ConvertAll(part => (part, buckets.Select(bucket => bucket.Results.FirstOrDefault(row => IdOf(wish, row) == part.Id)).ToArray()));

    private static UsagePart PartOf(PageContext page, UsageWish wish, Owners owners, CallUsageResult row)
    {
        var id = IdOf(wish, row);
        return new UsagePart(id, wish.By switch
        {
            "project" => owners.NameOfProject(id),
            UsageWish.ByKey => owners.NameOfKey(id),
            _ => id ?? page["model_unknown"],
        }, row);
    }

    private static string? IdOf(UsageWish wish, CallUsageResult row) => wish.By switch
    {
        "project" => row.ProjectId,
        UsageWish.ByKey => row.ApiKeyId,
        _ => row.Model,
    };
}
