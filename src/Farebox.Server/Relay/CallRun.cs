using System.Diagnostics;
using Farebox.Contracts;
using Farebox.Kernel.Metering;
using Farebox.Server.Platform;
using Farebox.Server.Settlement;
using Farebox.Server.UsageLog;

namespace Farebox.Server.Relay;

/// <summary>Steps (6), (10) and (11) of one call: its mark, its usage record, and its last bytes, in that order.</summary>
internal sealed class CallRun(HttpContext context, RequestState state, CallIdentity call, CallSettlement settlement)
{
    private OpenCall? _open;
    private long _beganAt;
    private bool _finished;

    public HttpContext Context => context;

    /// <summary>(6) reserve: marks the call as under way, once.</summary>
    public OpenCall Mark() => _open ??= settlement.Open(call);

    /// <summary>Begins an answer that is not settled yet: no byte of it leaves before the mark is durable.</summary>
    public async ValueTask BeginAsync(int statusCode, string? contentType)
    {
        await Mark().Durable;
        _beganAt = Stopwatch.GetTimestamp();
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = contentType;
    }

    /// <summary>Settles and answers a call that reached no upstream.</summary>
    public Task RefuseAsync(ApiError error) => FinishAsync(AttemptResult.None, PumpResult.Ended(Outcome.Refused, default, error));

    /// <summary>(10) settle, then (11) release: whatever the pump held back leaves only after the record is durable.</summary>
    public async Task FinishAsync(AttemptResult attempt, PumpResult pump)
    {
        var began = _beganAt != 0;
        _finished = true;

        // (10) settle
        var now = Stopwatch.GetTimestamp();
        await settlement.SettleAsync(new UsageRecord
        {
            Call = call,
            Open = _open,
            UpstreamId = attempt.Route?.UpstreamId,
            UpstreamModel = attempt.Route?.UpstreamModel,
            Usage = pump.Usage,
            Outcome = pump.Outcome,
            Status = began ? context.Response.StatusCode : pump.Error?.Status ?? (pump.Outcome == Outcome.ClientClosed ? 0 : 200),
            ErrorCode = pump.ErrorCode,
            Attempts = attempt.Attempts,
            DurationUs = Microseconds(now - state.StartedTicks),
            FirstByteUs = began ? Microseconds(_beganAt - state.StartedTicks)
                : pump.Outcome == Outcome.ClientClosed ? null : Microseconds(now - state.StartedTicks),
            UpstreamUs = attempt.UpstreamTicks > 0 ? Microseconds(attempt.UpstreamTicks) : null,
        });

        // (11) release
        if (pump.Outcome == Outcome.ClientClosed) return;
        if (began) await EndAsync(pump);
        else if (pump.Error is null) await SendWholeAsync(pump, attempt);
        else await pump.Error.WriteAsync(context);
    }

    /// <summary>Settles a call that a bug ended, unless it was settled before. The answer is the outer ring's.</summary>
    public ValueTask FailAsync()
    {
        if (_finished) return ValueTask.CompletedTask;
        _finished = true;
        return settlement.SettleAsync(new UsageRecord
        {
            Call = call,
            Open = _open,
            Usage = default,
            Outcome = Outcome.Failed,
            Status = _beganAt != 0 ? context.Response.StatusCode : 500,
            ErrorCode = ErrorCodes.ServerError,
            Attempts = 0,
            DurationUs = Microseconds(Stopwatch.GetTimestamp() - state.StartedTicks),
        });
    }

    private async ValueTask SendWholeAsync(PumpResult pump, AttemptResult attempt)
    {
        context.Response.StatusCode = attempt.Answer!.StatusCode;
        context.Response.ContentType = attempt.Answer.ContentType;
        context.Response.ContentLength = pump.Tail.Length;
        await context.Response.BodyWriter.WriteAsync(pump.Tail);
    }

    private async ValueTask EndAsync(PumpResult pump)
    {
        // Without an event to say so in, a cut connection is the only way to tell that the answer is not whole.
        if (pump.Outcome != Outcome.Completed && pump.Tail.IsEmpty) context.Abort();
        else await context.Response.BodyWriter.WriteAsync(pump.Tail);
    }

    private static long Microseconds(long ticks) => ticks * 1_000_000 / Stopwatch.Frequency;
}
