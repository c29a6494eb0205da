using System.Diagnostics;
using System.Text;
using Farebox.Contracts;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Limits;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;
using Farebox.Kernel.Routing;
using Farebox.Server.CallLog;
using Farebox.Server.Limits;
using Farebox.Server.Platform;
using Farebox.Server.Settlement;
using Farebox.Server.UsageLog;
using Farebox.Server.Watching;

namespace Farebox.Server.Relay;

/// <summary>Steps (6), (10) and (11) of one call: its mark, its settlement, and its last bytes, in that order.</summary>
internal sealed class CallRun(
    HttpContext context, RequestState state, CallIdentity call, CallSettlement settlement, CallMeter? meter, ClientPatience client)
{
    private OpenedCall? _opened;
    private long _beganAt;
    private long _firstTokenAt;
    private bool _finished;

    public HttpContext Context => context;

    /// <summary>The way to the client, which is given up when it takes nothing.</summary>
    public ClientPatience Client => client;

    public CallIdentity Call => call;

    /// <summary>Whether it is settled, and the rest is the client's to read.</summary>
    public bool IsFinished => _finished;

    /// <summary>What was agreed before the upstream is called; null for a call that never came so far.</summary>
    public CallFare? Fare { get; set; }

    /// <summary>What it took of its limits; null for a call that never came so far.</summary>
    public LimitLease? Lease { get; set; }

    /// <summary>What the call log keeps of it; null for nothing.</summary>
    public CallTrace? Trace { get; init; }

    /// <summary>Its span; null when calls are not traced.</summary>
    public CallSpan? Span { get; init; }

    /// <summary>Stopwatch ticks for which it stood in line.</summary>
    public long QueueTicks { get; set; }

    /// <summary>(6) reserve: marks the call as under way, once.</summary>
    public OpenedCall Mark() => _opened ??= settlement.Open(call, Fare);

    /// <summary>Begins an answer that is not settled yet: no byte of it leaves before the mark is durable.</summary>
    public async ValueTask BeginAsync(int statusCode, string? contentType)
    {
        await Mark().Durable;
        _beganAt = Stopwatch.GetTimestamp();
        RequestState.WriteHeadersAtStart(context);
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = contentType;
        Trace?.Step("first_byte");
    }

    /// <summary>Notes that a stream's first output is about to leave.</summary>
    public void NoteFirstToken() => _firstTokenAt = Stopwatch.GetTimestamp();

    /// <summary>Settles and answers a call that reached no upstream.</summary>
    public Task RefuseAsync(ApiError error) => FinishAsync(AttemptResult.None, PumpResult.Ended(Outcome.Refused, default, error));

    /// <summary>(10) settle, then (11) release: whatever the pump held back leaves only after the record is durable.</summary>
    public async Task FinishAsync(AttemptResult attempt, PumpResult pump)
    {
        var began = _beganAt != 0;
        _finished = true;
        Trace?.Step("end", UsageWords.Of(pump.Outcome));

        // (10) settle
        var now = Stopwatch.GetTimestamp();
        var record = new UsageRecord
        {
            Call = call,
            UpstreamId = attempt.Route?.UpstreamId,
            UpstreamModel = attempt.Route?.UpstreamModel,
            Usage = pump.Usage,
            Images = call.Surface == Surface.Images ? pump.Images : 0,
            Outcome = pump.Outcome,
            Status = began ? context.Response.StatusCode : pump.Error?.Status ?? (pump.Outcome == Outcome.ClientClosed ? 0 : 200),
            ErrorCode = pump.ErrorCode,
            Attempts = attempt.Attempts,
            DurationUs = Microseconds(now - state.StartedTicks),
            FirstByteUs = began ? Microseconds(_beganAt - state.StartedTicks)
                : pump.Outcome == Outcome.ClientClosed ? null : Microseconds(now - state.StartedTicks),
            UpstreamUs = attempt.UpstreamTicks > 0 ? Microseconds(attempt.UpstreamTicks) : null,
        };
        ReleaseLimits(attempt, pump, record.Images);
        var settled = settlement.Settle(record, Fare, _opened, ChargeRule.IsCharged(pump.Outcome, attempt.HasPrompt, began && !pump.IsEmpty));
        await settled.Durable;

        // (11) release
        if (meter is not null || Span is not null) Observe(record, settled.Charge, attempt, now);
        if (Trace is not null) HandOver(Trace, pump, began);
        if (pump.Outcome == Outcome.ClientClosed) return;
        if (began) await EndAsync(pump, settled.Charge);
        else if (pump.Error is null) await SendWholeAsync(pump, attempt, settled.Charge);
        else await pump.Error.WriteAsync(context);
    }

    /// <summary>Settles a call that a bug ended before it was settled. The answer is the outer ring's.</summary>
    public ValueTask FailAsync()
    {
        Lease?.Release();
        _finished = true;
        var record = new UsageRecord
        {
            Call = call,
            Usage = default,
            Outcome = Outcome.Failed,
            Status = _beganAt != 0 ? context.Response.StatusCode : 500,
            ErrorCode = ErrorCodes.ServerError,
            Attempts = 0,
            DurationUs = Microseconds(Stopwatch.GetTimestamp() - state.StartedTicks),
        };
        Trace?.HandOver();
        Observe(record, NanoUsd.Zero, AttemptResult.None, 0);
        return settlement.Settle(record, Fare, _opened, charged: false).Durable;
    }

    private void Observe(UsageRecord record, NanoUsd charge, AttemptResult attempt, long settledAt)
    {
        var figures = new CallFigures(record, charge, attempt.Watched, settledAt == 0 ? 0 : Stopwatch.GetTimestamp() - settledAt)
        {
            QueueTicks = QueueTicks, FirstTokenTicks = _firstTokenAt == 0 ? 0 : _firstTokenAt - state.StartedTicks,
        };
        meter?.Record(figures);
        Span?.End(figures);
    }

    // Before the last bytes, so that a client which calls again at once finds room. Nobody knows how many images were made for one that has left:
    // those it asked for stay counted.
    private void ReleaseLimits(AttemptResult attempt, PumpResult pump, long images) => Lease?.Release(
        Math.Min(pump.Usage.Input, LimitNumbers.Max) + Math.Min(pump.Usage.Output, LimitNumbers.Max),
        pump.Outcome == Outcome.ClientClosed && attempt.HasPrompt ? Lease.Taken.Images : images);

    private static void HandOver(CallTrace trace, PumpResult pump, bool began)
    {
        trace.Answer.Append(!began && pump.Error is not null ? pump.Error.ToBytes() : pump.Tail.Span);
        trace.IsWhole = pump.Outcome == Outcome.Completed || (!began && pump.Error is not null);
        trace.Step("settle");
        trace.HandOver();
    }

    private ValueTask SendWholeAsync(PumpResult pump, AttemptResult attempt, NanoUsd charge)
    {
        var response = context.Response;
        response.Headers["farebox-charge-usd"] = charge.ToString();
        response.StatusCode = attempt.Answer!.StatusCode;
        response.ContentType = attempt.Answer.ContentType;
        response.ContentLength = pump.Tail.Length;
        if (Fare is null || !call.Grant.Has(Scopes.BillingRead)) return SendAsync(pump);
        var balance = settlement.BalanceAsync(Fare);
        return balance.IsCompletedSuccessfully ? SendAsync(pump, balance.Result) : SendWithBalanceAsync(pump, balance);
    }

    private async ValueTask SendWithBalanceAsync(PumpResult pump, ValueTask<NanoUsd> balance) => await SendAsync(pump, await balance);

    private ValueTask SendAsync(PumpResult pump, NanoUsd? balance = null)
    {
        state.WriteHeaders(context);
        if (balance is { } left) context.Response.Headers["farebox-balance-usd"] = left.ToString();
        return client.WriteAsync(pump.Tail);
    }

    private async ValueTask EndAsync(PumpResult pump, NanoUsd charge)
    {
        // Without an event to say so in, a cut connection is the only way to tell that the answer is not whole.
        if (pump.Outcome != Outcome.Completed && pump.Tail.IsEmpty) context.Abort();
        else await client.WriteAsync(pump.IsEventStream ? WithFare(charge, pump.Tail.Span) : pump.Tail);
    }

    /// <summary>A comment before the frame that ends a stream: clients that do not look for it skip it.</summary>
    private static byte[] WithFare(NanoUsd charge, ReadOnlySpan<byte> tail)
    {
        var comment = $": farebox-charge-usd={charge}\n\n";
        return [.. Encoding.ASCII.GetBytes(comment), .. tail];
    }

    private static long Microseconds(long ticks) => ticks * 1_000_000 / Stopwatch.Frequency;
}
