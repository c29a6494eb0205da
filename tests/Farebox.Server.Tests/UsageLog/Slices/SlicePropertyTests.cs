using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Farebox.Server.UsageLog;
using Farebox.Testing;

namespace Farebox.Server.Tests.UsageLog.Slices;

/// <summary>Whatever happens to records and slices, sums and searches are what the records themselves give.</summary>
public sealed class SlicePropertyTests : SliceTest
{
    private const int Steps = 80;

    private static readonly Outcome[] Outcomes = [Outcome.Completed, Outcome.Completed, Outcome.Completed, Outcome.Refused, Outcome.UpstreamFailed];
    private static readonly long[] Widths = [60, 3600, 86_400];

    private readonly Dictionary<string, long> _keptFrom = new(StringComparer.Ordinal);

    [Fact]
    public async Task Answers_AfterAnything_AreThoseOfTheRecords()
    {
        var random = new Random(PropertySeed.Take());
        for (var step = 0; step < Steps; step++)
        {
            await DoAsync(random);
            for (var i = 0; i < 3; i++) await CheckSumsAsync(random);
            for (var i = 0; i < 3; i++) await CheckListAsync(random);
        }

        Clock.Advance(TimeSpan.FromMinutes(1));
        await MakeAllAsync();
        Assert.True(await Maker.IsDoneAsync());
        await CheckSumsAsync(random);
    }

    private async Task DoAsync(Random random)
    {
        switch (random.Next(9))
        {
            case 0 or 1 or 2:
                await WriteAsync(Enumerable.Range(0, random.Next(1, 60)).Select(_ => Any(random)).Where(IsKept));
                break;
            case 3:
                Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 4000)));
                break;
            case 4:
                await Maker.AdvanceAsync(Cancellation);
                break;
            case 5:
                await Maker.FoldAsync(Cancellation);
                break;
            case 6:
                await CutAsync(random);
                break;
            case 7:
                await DeleteAsync(random);
                break;
            default:
                Restart();
                break;
        }
    }

    /// <summary>Begins to make slices, lets calls end meanwhile, and leaves off somewhere, as a process that dies.</summary>
    private async Task CutAsync(Random random)
    {
        Clock.Advance(TimeSpan.FromMinutes(2));
        using var cut = new CancellationTokenSource();
        var commits = Database.Journal.Commits + random.Next(1, 8);
        var making = Maker.AdvanceAsync(cut.Token);
        var writing = WriteAsync(Enumerable.Range(0, 5).Select(_ => Any(random)).Where(IsKept));
        SpinWait.SpinUntil(() => making.IsCompleted || Database.Journal.Commits >= commits);
        await cut.CancelAsync();
        await writing;
        await ((Task)making).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (random.Next(2) == 0) Restart();
    }

    /// <summary>Gives up an organization's oldest records, and deletes some of them or all.</summary>
    private async Task DeleteAsync(Random random)
    {
        var (organization, fromMs) = ($"org_{random.Next(2)}", NowMs - random.Next(30_000, 8_000_000));
        await Retention.KeepFromAsync(organization, fromMs);
        _keptFrom[organization] = Math.Max(fromMs, _keptFrom.GetValueOrDefault(organization));
        Written.RemoveAll(record => !IsKept(record));
        for (var i = random.Next(4); i > 0; i--) await Retention.DeleteRecordsAsync(organization, fromMs, 20);
        for (var i = random.Next(3); i > 0; i--) await Retention.DeleteSlicesAsync(organization, fromMs);
    }

    // Most calls began lately, some long ago; ids are made about when calls begin.
    private UsageRecord Any(Random random)
    {
        var startedMs = NowMs - (random.Next(10) == 0 ? random.Next(1, 20_000_000) : random.Next(40_000));
        var key = random.Next(6);
        var model = random.Next(5);
        return Record(
            startedMs - random.Next(-3, 4), startedMs, $"org_{random.Next(2)}", $"proj_{key % 3}", $"key_{key}", random.Next(3) == 0 ? $"tok_{random.Next(9)}" : null,
            random.Next(3) == 0 ? $"user_{random.Next(9)}" : null, random.Next(4) == 0 ? $"alias_{random.Next(5)}" : $"model_{model}",
            model == 4 ? null : $"model_{model}", Outcomes[random.Next(Outcomes.Length)], random.Next(9) == 0 ? 429 : 200, random.Next(1000),
            random.Next(5) == 0 ? Surface.Embeddings : Surface.ChatCompletions);
    }

    private async Task CheckSumsAsync(Random random)
    {
        var from = Clock.Seconds - random.Next(30_000);
        var groups = Enum.GetValues<RecordGroup>().Where(_ => random.Next(3) == 0).ToArray();
        random.Shuffle(groups);
        var query = new RecordSumQuery
        {
            OrganizationId = $"org_{random.Next(2)}", FromMs = from * 1000, ToMs = (from + random.Next(1, 40_000)) * 1000, WidthMs = Widths[random.Next(3)] * 1000,
            ConfinedToProjectId = random.Next(3) == 0 ? $"proj_{random.Next(3)}" : null, GroupBy = groups, Amounts = (RecordAmounts)random.Next(8),
            WithRefused = random.Next(2) == 0,
            ProjectIds = Some(random, "proj", 3), KeyIds = Some(random, "key", 6), Models = Some(random, "model", 5), Users = Some(random, "user", 10),
            Surfaces = random.Next(2) == 0 ? [] : [(int)Surface.ChatCompletions, (int)Surface.Completions],
        };
        var expected = Expected(query);
        var actual = await Sums.SumAsync(query, 100_000, Cancellation);
        Assert.Equal(expected, actual);
    }

    private List<KeyValuePair<RecordSumKey, RecordSum>> Expected(RecordSumQuery query)
    {
        var found = Written.Where(record =>
            record.Call.Grant.OrganizationId == query.OrganizationId && record.Call.StartedAtMs >= query.FromMs && record.Call.StartedAtMs < query.ToMs
            && (query.WithRefused || record.Outcome != Outcome.Refused) && Among(query.ProjectIds, record.Call.Grant.ProjectId) && Among(query.KeyIds, record.Call.Grant.KeyId)
            && Among(query.Models, record.Call.Model) && Among(query.Users, record.Call.Grant.User)
            && (query.ConfinedToProjectId is null || record.Call.Grant.ProjectId == query.ConfinedToProjectId)
            && (query.Surfaces.Count == 0 || query.Surfaces.Contains((int)record.Call.Surface)));
        var sums = found.GroupBy(record => new RecordSumKey(
            record.Call.StartedAtMs / query.WidthMs, Named(RecordGroup.Project, record.Call.Grant.ProjectId), Named(RecordGroup.Key, record.Call.Grant.KeyId),
            Named(RecordGroup.Model, record.Call.Model), Named(RecordGroup.User, record.Call.Grant.User),
            query.GroupBy.Contains(RecordGroup.Outcome) ? (long)record.Outcome : null));
        IOrderedEnumerable<IGrouping<RecordSumKey, UsageRecord>> sorted = sums.OrderBy(sum => sum.Key.Bucket);
        foreach (var group in query.GroupBy) sorted = sorted.ThenBy(sum => sum.Key.Of(group), StringComparer.Ordinal);
        return [.. sorted.Select(sum => KeyValuePair.Create(sum.Key, SumOf([.. sum], query.Amounts)))];

        string? Named(RecordGroup group, string? value) => query.GroupBy.Contains(group) ? value : null;
    }

    private static RecordSum SumOf(List<UsageRecord> records, RecordAmounts amounts)
    {
        var sum = new RecordSum { Requests = records.Count };
        if (amounts.HasFlag(RecordAmounts.Tokens))
            sum = sum with { Input = records.Sum(r => r.Usage.Input), Cached = records.Sum(r => r.Usage.CachedInput), Output = records.Sum(r => r.Usage.Output) };
        if (amounts.HasFlag(RecordAmounts.Charges)) sum = sum with { ChargeNano = records.Sum(r => r.Charge.Value) };
        return !amounts.HasFlag(RecordAmounts.Times) ? sum : sum with
        {
            DurationUs = records.Sum(r => r.DurationUs), MaxDurationUs = records.Max(r => r.DurationUs), FirstBytes = records.Count(r => r.FirstByteUs is not null),
            FirstByteUs = records.Sum(r => r.FirstByteUs ?? 0), MaxFirstByteUs = records.Max(r => r.FirstByteUs ?? 0),
        };
    }

    private async Task CheckListAsync(Random random)
    {
        var filter = new RequestLogFilter
        {
            OrganizationId = $"org_{random.Next(2)}", ConfinedToProjectId = Maybe("proj", 3), ProjectId = Maybe("proj", 3), KeyId = Maybe("key", 6), TokenId = Maybe("tok", 9),
            Model = random.Next(2) == 0 ? Maybe("model", 5) : Maybe("alias", 6), Outcome = random.Next(3) == 0 ? Outcomes[random.Next(5)] : null,
            Status = random.Next(4) == 0 ? 429 : null, Surface = random.Next(4) == 0 ? Surface.Embeddings : null,
            FromMs = random.Next(4) == 0 ? NowMs - random.Next(20_000_000) : null, ToMs = random.Next(4) == 0 ? NowMs - random.Next(10_000_000) : null,
            After = random.Next(3) == 0 ? AnyId() : null, Before = random.Next(4) == 0 ? AnyId() : null, Ascending = random.Next(2) == 0, Limit = random.Next(1, 40),
        };
        var matching = Written.Where(record => record.Call.Grant.OrganizationId == filter.OrganizationId && filter.Matches(RequestLogRow.Of(record)))
            .Select(record => record.Call.RequestId).Where(id => Beyond(filter.After, id, filter.Ascending) && Beyond(filter.Before, id, !filter.Ascending))
            .OrderBy(id => filter.Ascending ? id.Value : UInt128.MaxValue - id.Value).ToList();
        var page = filter is { Before: not null, After: null } ? matching.TakeLast(filter.Limit + 1) : matching.Take(filter.Limit + 1);
        var rows = await Records.ListAsync(filter, Cancellation);
        Assert.Equal(page.ToList(), rows.ConvertAll(row => RequestId.FromBytes(row.RequestId)));

        string? Maybe(string name, int count) => random.Next(4) == 0 ? $"{name}_{random.Next(count)}" : null;

        RequestId? AnyId() => Written.Count == 0 ? null : Written[random.Next(Written.Count)].Call.RequestId;
    }

    // No call is under way for as long as records are kept at least.
    private bool IsKept(UsageRecord record) =>
        (long)(ulong)(record.Call.RequestId.Value >> 80) >= _keptFrom.GetValueOrDefault(record.Call.Grant.OrganizationId!);

    private static bool Beyond(RequestId? bound, RequestId id, bool ascending) => bound is not { } other || (ascending ? id.Value > other.Value : id.Value < other.Value);

    private static bool Among(IReadOnlyList<string> values, string? value) => values.Count == 0 || (value is not null && values.Contains(value));

    private static List<string> Some(Random random, string name, int count) =>
        random.Next(4) > 0 ? [] : [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => $"{name}_{random.Next(count)}").Distinct()];
}
