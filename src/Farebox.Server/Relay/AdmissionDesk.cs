using System.Diagnostics;
using Farebox.Kernel.Limits;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.Limits;
using Farebox.Server.Platform.Options;
using Farebox.Server.Watching;

namespace Farebox.Server.Relay;

/// <summary>Step (4): no call goes on without room under every limit that it matches. At once as a rule; a call may also stand in line here.</summary>
internal sealed class AdmissionDesk(LimitDesk limits, StopSignal stop, Watch watch, FareboxOptions options)
{
    /// <summary>Whether it is admitted; if not, it is answered.</summary>
    public ValueTask<bool> TryEnterAsync(CallRun run, RoutePlan plan, Outgoing outgoing)
    {
        var grant = run.Call.Grant;
        if (grant.Limits.Count == 0) return new ValueTask<bool>(true);
        var admitting = limits.AdmitAsync(grant, plan.Model.Name, Estimate(plan, outgoing), run.Context.RequestAborted, stop.Token);
        return admitting.IsCompletedSuccessfully
            ? EnterAsync(run, plan, admitting.Result)
            : new ValueTask<bool>(EnterLaterAsync(run, plan, admitting));
    }

    private ValueTask<bool> EnterAsync(CallRun run, RoutePlan plan, in LimitAnswer answer)
    {
        LimitHeaders.Write(run.Context.Response, answer.Reading);
        run.Lease = answer.Lease;
        return answer.Refusal is { } refusal ? new ValueTask<bool>(RefuseAsync(run, plan, refusal)) : new ValueTask<bool>(true);
    }

    private async Task<bool> RefuseAsync(CallRun run, RoutePlan plan, LimitRefusal refusal)
    {
        watch.Meter?.LimitRefused(LimitWords.Of(refusal.Cap.Kind));
        await run.RefuseAsync(LimitErrors.Refused(refusal, plan.Model.Name));
        return false;
    }

    private async Task<bool> EnterLaterAsync(CallRun run, RoutePlan plan, ValueTask<LimitAnswer> admitting)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var answer = await admitting;
            run.QueueTicks = Stopwatch.GetTimestamp() - began;
            return await EnterAsync(run, plan, answer);
        }
        catch (OperationCanceledException) when (!run.IsFinished)
        {
            run.QueueTicks = Stopwatch.GetTimestamp() - began;
            var cut = CallCut.Of(run.Context.RequestAborted.IsCancellationRequested ? CutReason.ClientLeft : CutReason.ServerStops);
            await run.FinishAsync(AttemptResult.None, PumpResult.Ended(cut.Outcome, default, cut.Error));
            return false;
        }
    }

    /// <summary>The best guess before the call: its prompt as it reads, and all the output that it may ask for.</summary>
    private LimitAmounts Estimate(RoutePlan plan, Outgoing outgoing)
    {
        var request = outgoing.Request;
        var size = request.Demand.SizeOf(plan.Surface, outgoing.Body.Length, options.LimitOutputTokens);
        var prompt = TokenEstimate.Of(outgoing.Body.Span.Slice(request.Prompt.Start, request.Prompt.Length));
        var output = Math.BigMul(size.Choices, size.OutputLimit);
        return LimitAmounts.Clamped(prompt + (long)Int128.Min(output, long.MaxValue / 2), size.Images);
    }
}
