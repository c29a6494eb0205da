using System.Numerics;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Chaos;

/// <summary>Compares, after each restart, what the store says with what the clients saw and with what the upstream says it produced.</summary>
internal sealed class ChaosAudit(ChaosHouse house, string dataFolder)
{
    private readonly HashSet<RequestId> _all = [];
    private readonly HashSet<RequestId> _seen = [];
    private readonly Dictionary<Outcome, int> _outcomes = [];
    private byte[] _last = new byte[16];
    private long _charges;

    /// <summary>Answers that clients saw, whole or a byte of a stream's.</summary>
    public int Seen => _seen.Count;

    public long Refused => _outcomes.GetValueOrDefault(Outcome.Refused);

    /// <summary>All in one line.</summary>
    public string Summary =>
        $"{_all.Count} usage records ({string.Join(", ", _outcomes.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}"))}), "
        + $"{_seen.Count} answers seen by clients, {_charges} of them charged and told so, {house.Granted} USD granted";

    /// <summary>Whether everything that ought to happen here did, somewhere.</summary>
    public bool SawEverything =>
        _charges > 0 && new[] { Outcome.Completed, Outcome.Refused, Outcome.UpstreamRefused, Outcome.UpstreamFailed, Outcome.ClientClosed, Outcome.Interrupted }
            .All(outcome => _outcomes.GetValueOrDefault(outcome) > 0);

    /// <summary>Returns once nothing of a round is under way: a client that left does not wait for its call to end.</summary>
    public async Task SettleAsync(ChaosRound round)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (!HasSettled(round)) await Task.Delay(20, patience.Token); // There is no event to wait for across processes.
    }

    /// <summary>To be called while nothing is under way.</summary>
    public async Task RunAsync(ServerProcess server, ChaosRound round)
    {
        using var store = new ChaosStore(dataFolder);
        var verified = store.Verify();
        Assert.Equal([], verified.Faults);
        Assert.Equal((0, 0, 0), (verified.Ledger.PendingReservations, store.OpenCalls, store.Contradictions));

        var records = store.Records(_last);
        if (records.Count > 0) _last = records[^1].Id;
        foreach (var record in records) CheckCharge(record);
        CheckCalls(round, records);

        var charges = new NanoUsd(store.Charges);
        var balance = house.Granted - charges;
        var credit = store.Credit(house.OrganizationId);
        Assert.Equal((house.Granted.Value, charges.Value, 0), (credit.CreditsPosted, credit.DebitsPosted, credit.DebitsPending));
        Assert.True(balance >= NanoUsd.Zero);
        var told = await server.GetAsync("/v1/organization/credit_balance");
        Assert.Equal(
            (balance.ToString(), "0", balance.ToString()),
            (told.GetProperty("posted_usd").GetString(), told.GetProperty("reserved_usd").GetString(), told.GetProperty("available_usd").GetString()));

        foreach (var limit in house.Limits.Concat(house.Caps))
        {
            var spent = store.Spent(limit);
            Assert.True(spent <= limit.Limit && spent == store.Recorded(limit), $"{limit.Id}: {spent} of {limit.Limit}, recorded {store.Recorded(limit)}");
        }
    }

    private bool HasSettled(ChaosRound round)
    {
        using var store = new ChaosStore(dataFolder);
        if (store.OpenCalls > 0) return false;
        var recorded = store.Records(_last).Select(record => record.ClientRequestId).ToHashSet();
        return round.Asked.All(number => recorded.Contains(round.Calls[number].Plan.ClientRequestId));
    }

    /// <summary>Lists every usage record by the API: each of all rounds is there, and once.</summary>
    public async Task ListAllAsync(ServerProcess server)
    {
        var listed = new HashSet<RequestId>();
        for (var after = ""; ;)
        {
            var page = await server.GetAsync($"/v1/organization/request_logs?limit=100{after}");
            foreach (var row in page.GetProperty("data").EnumerateArray()) Assert.True(listed.Add(RequestId.TryParse(row.GetProperty("id").GetString())!.Value));
            if (!page.GetProperty("has_more").GetBoolean()) break;
            after = "&after=" + page.GetProperty("last_id").GetString();
        }

        Assert.Equal(_all.Count, listed.Count);
        Assert.Superset(_seen, listed);
    }

    /// <summary>The fare of what is recorded, by the price version that is named, up to the quote; or nothing.</summary>
    private void CheckCharge(ChaosRecord record)
    {
        Assert.True(_all.Add(record.RequestId), $"{record.RequestId} is older than its round.");
        _outcomes[record.Outcome] = _outcomes.GetValueOrDefault(record.Outcome) + 1;
        Assert.NotEqual(Outcome.Failed, record.Outcome);
        if (!record.IsCharged)
        {
            Assert.Equal((0, 0), (record.Charge, record.Overrun));
            return;
        }

        var fare = house.Prices[record.PriceVersion!].Fare(record.Input, record.Cached, record.Output, record.Reasoning);
        Assert.Equal((BigInteger.Min(fare, record.Quote), BigInteger.Max(0, fare - record.Quote)), (record.Charge, record.Overrun));
    }

    private void CheckCalls(ChaosRound round, List<ChaosRecord> records)
    {
        var byId = records.ToDictionary(record => record.RequestId);
        var byClientId = records.Where(record => record.ClientRequestId is not null).ToDictionary(record => record.ClientRequestId!);
        foreach (var (number, call) in round.Calls)
        {
            Assert.Contains(call.Status, new[] { 0, 200, 400, 429, 502 });
            var record = call.RequestId is { } id ? byId.GetValueOrDefault(id) : byClientId.GetValueOrDefault(call.Plan.ClientRequestId);
            if (call.MustBeOnRecord)
            {
                Assert.True(record is not null, $"{call.Plan.ClientRequestId}, {call.RequestId}: seen by a client and not on record.");
                Assert.True(_seen.Add(record.RequestId));
            }

            if (record is null) continue;
            Assert.True(record.ClientRequestId == call.Plan.ClientRequestId || record.Outcome == Outcome.Interrupted);
            Assert.True(round.Asked.Contains(number) || !record.IsCharged || record.Outcome == Outcome.ClientClosed, $"{call.Plan.ClientRequestId} is charged and never reached the upstream.");
            CheckAnswer(call, record);
        }
    }

    private void CheckAnswer(ChaosCall call, ChaosRecord record)
    {
        var plan = call.Plan;
        if (call is { IsWhole: true, Status: 200 })
        {
            Assert.Equal(Outcome.Completed, record.Outcome);
            Assert.True(call.SaidCharge is not null || !plan.Stream);
            _charges += record.Charge > 0 && call.SaidCharge is not null ? 1 : 0;
        }

        if (call is { IsWhole: true, SaidCharge: { } said }) Assert.Equal(new NanoUsd(record.Charge).ToString(), said);
        if (record.Outcome != Outcome.Completed) return;
        Assert.True(plan.IsAnswered, $"{plan.ClientRequestId} is complete and the upstream never was.");
        Assert.Equal(plan.ReportsUsage ? UsageSource.Reported : UsageSource.Estimated, (UsageSource)record.Source);
        if (plan.ReportsUsage)
        {
            Assert.Equal(
                (plan.Usage.Prompt, plan.Usage.Cached, plan.Usage.Completion, plan.Usage.Reasoning),
                (record.Input, record.Cached, record.Output, record.Reasoning));
        }
    }
}
