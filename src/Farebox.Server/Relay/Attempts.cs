using System.Buffers;
using System.Diagnostics;
using System.Text;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.CallLog;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Snapshots;
using Farebox.Server.Upstreams;
using Farebox.Server.Watching;

namespace Farebox.Server.Relay;

/// <summary>What the attempts came to: an answer to pump, or an error to give.</summary>
/// <param name="UpstreamTicks">Stopwatch ticks until the last upstream's headers arrived; 0 when none did.</param>
internal sealed record AttemptResult(
    UpstreamAnswer? Answer, ApiError? Error, Outcome Outcome, ModelRoute? Route, int Attempts, long UpstreamTicks)
{
    /// <summary>Whether the last upstream was sent the whole request and has not refused it: somebody may be at work on it.</summary>
    public bool HasPrompt { get; init; }

    /// <summary>The status of an upstream that refused.</summary>
    public int? UpstreamStatus { get; init; }

    /// <summary>The last upstream that was called, as metrics name it.</summary>
    public WatchedUpstream? Watched { get; init; }

    /// <summary>No upstream was called.</summary>
    public static readonly AttemptResult None = new(null, null, default, null, 0, 0);

    /// <summary>There was no upstream to call.</summary>
    public static readonly AttemptResult Untried = new(null, RelayErrors.Failure, Outcome.UpstreamFailed, null, 0, 0);
}

/// <summary>
/// Step (7): tries the plan's upstreams in order until one answers. Only while no byte has reached the client; an upstream that refuses
/// the request itself is not followed by another.
/// </summary>
internal sealed class Attempts(FareboxOptions options, UpstreamHealth upstreams)
{
    private const int MaxErrorBytes = 64 << 10;

    private readonly TimeSpan _idleTime = TimeSpan.FromSeconds(options.UpstreamIdleSeconds);
    private readonly TimeSpan _answerTime = TimeSpan.FromSeconds(options.UpstreamAnswerSeconds);

    public async ValueTask<AttemptResult> RunAsync(
        RoutePlan plan, CatalogSnapshot snapshot, ReadOnlyMemory<byte> body, RelayRequest request, CallLifetime lifetime,
        CallRun run)
    {
        var trace = run.Trace;
        var surface = plan.TranslateToChat ? Surface.ChatCompletions : plan.Surface;
        var wantsUsage = request is { Stream: true, AsksUsage: false } && surface is Surface.ChatCompletions or Surface.Completions;
        var routes = plan.Model.Routes;
        var result = AttemptResult.Untried;
        for (var i = 0; i < routes.Count && i < options.MaxAttempts; i++)
        {
            var upstream = snapshot.Upstreams[routes[i].UpstreamId];
            var spliced = BodySplicer.Apply(body, request, routes[i].UpstreamModel, wantsUsage && upstream.AsksUsage);
            var attempt = new Attempt(upstream, routes[i], i + 1);
            var traceParent = run.Span?.BeginAttempt(attempt.Watched, routes[i].UpstreamModel);
            var started = Stopwatch.GetTimestamp();
            var refused = false;
            try
            {
                lifetime.Limit(_answerTime);
                var outgoing = new UpstreamRequest(surface, spliced, request.Stream) { TraceParent = traceParent };
                var answer = await upstream.Connection.SendAsync(outgoing, lifetime.Token);
                lifetime.Unlimit();
                var ticks = Stopwatch.GetTimestamp() - started;
                refused = answer.StatusCode is < 200 or >= 300;
                if (refused) result = await RefusedAsync(attempt, answer, ticks, lifetime, trace);
                else
                {
                    upstreams.ReportSuccess(upstream.Id);
                    trace?.Step("attempt", $"{answer.StatusCode}", upstream.Id, routes[i].UpstreamModel);
                    return attempt.Came(answer, ticks);
                }
            }
            catch (UpstreamFailedException e) when (!lifetime.Token.IsCancellationRequested)
            {
                upstreams.ReportFailure(upstream.Id, UpstreamRefusals.Clean(e.Message));
                result = attempt.Failed(RelayErrors.Of(e.Failure), Outcome.UpstreamFailed);
            }
            catch (Exception e) when (lifetime.Explains(e))
            {
                var cut = CallCut.Of(lifetime.Reason);
                if (cut.Outcome == Outcome.UpstreamFailed) upstreams.ReportFailure(upstream.Id, "No answer within upstream_answer_seconds.");
                result = attempt.Failed(cut.Error, cut.Outcome) with
                {
                    HasPrompt = !refused && e is OperationCanceledException and not RequestNotSentException,
                };
            }

            trace?.Step("attempt", result.Error?.Code ?? $"{result.Outcome}", upstream.Id, routes[i].UpstreamModel);
            run.Span?.EndAttempt(result.Outcome, result.Error?.Code, result.UpstreamStatus);
            if (result.Outcome is Outcome.ClientClosed or Outcome.Interrupted) return result;
            if (result.Outcome == Outcome.UpstreamRefused && result.Error!.Status != 429) return result;
            lifetime.Renew();
        }

        return result;
    }

    private async ValueTask<AttemptResult> RefusedAsync(
        Attempt attempt, UpstreamAnswer answer, long ticks, CallLifetime lifetime, CallTrace? trace)
    {
        using (answer)
        {
            lifetime.Limit(_idleTime);
            var refusal = await ReadRefusalAsync(attempt.Upstream, answer, lifetime, trace);
            lifetime.Unlimit();
            if (refusal.ForOperator is { } message) upstreams.ReportFailure(attempt.Upstream.Id, message);
            return attempt.Failed(refusal.Error, refusal.Outcome, ticks) with { UpstreamStatus = answer.StatusCode };
        }
    }

    /// <summary>One try: whom, by which route, and the how manieth.</summary>
    private readonly record struct Attempt(ConnectedUpstream Upstream, ModelRoute Route, int Number)
    {
        public WatchedUpstream Watched => new(Upstream.Name, Upstream.Kind);

        public AttemptResult Came(UpstreamAnswer answer, long ticks) =>
            new(answer, null, Outcome.Completed, Route, Number, ticks) { HasPrompt = true, Watched = Watched };

        public AttemptResult Failed(ApiError? error, Outcome outcome, long ticks = 0) =>
            new(null, error, outcome, Route, Number, ticks) { Watched = Watched };
    }

    private async ValueTask<UpstreamRefusal> ReadRefusalAsync(
        ConnectedUpstream upstream, UpstreamAnswer answer, CallLifetime lifetime, CallTrace? trace)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxErrorBytes);
        var length = 0;
        try
        {
            while (length < MaxErrorBytes && await answer.ReadAsync(buffer.AsMemory(length, MaxErrorBytes - length), lifetime.Token) is var read and > 0)
                length += read;
        }
        catch (Exception e) when (e is UpstreamFailedException || (lifetime.Explains(e) && lifetime.Reason == CutReason.TimedOut))
        {
            // The status has been seen; whatever of the body came tells the rest.
        }

        var refusal = UpstreamRefusals.Of(answer.StatusCode, buffer.AsSpan(0, length), answer.RetryAfter, upstreams.Of(upstream.Id).Scrub);

        // What concerns the operator's account is not for the call's owner.
        if (trace is not null && !ReferenceEquals(refusal.Error, RelayErrors.Account))
            trace.UpstreamError = UpstreamRefusals.Clean(upstreams.Of(upstream.Id).Scrub(Encoding.UTF8.GetString(buffer, 0, length)));
        ArrayPool<byte>.Shared.Return(buffer);
        return refusal;
    }
}
