using Farebox.Kernel.Credentials;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.CallLog;
using Farebox.Server.Credentials;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Settlement;
using Farebox.Server.Snapshots;
using Farebox.Server.Upstreams;
using Farebox.Server.UsageLog;
using Farebox.Server.Watching;

namespace Farebox.Server.Relay;

/// <summary>
/// The life of a model call. Numbers are those of the list in docs/internals/life-of-a-request.md.
/// <code>
///  (1) authenticate   header -> Grant                     401        Credentials
///  (2) read           body once, capped -> RelayRequest   400 / 408 / 413 / 415
///  (3) plan           grant + model -> RoutePlan          401 / 404  Kernel.Routing
///  (4) admit          grant + estimate -> LimitLease      429        Limits
///  (5) quote          size + price -> upper bound         400        Kernel.Pricing
///  (6) reserve        that much set aside; its mark       429 / 503  Ledger, Settlement
///  (7) attempt        plan -> upstream's answer           502 / 504  Upstreams
///  (8) pump           upstream's bytes -> client, all but the last
///  (9) measure        what passed -> TokenUsage                      Kernel.Metering
/// (10) settle         charge and usage record, durable               Settlement
/// (11) release        limits corrected; metrics; the last bytes leave  Limits, Watching
/// </code>
/// </summary>
internal sealed class RelayPipeline(
    Authenticator authenticator, SnapshotSource snapshots, AdmissionDesk admission, FareDesk desk, Attempts attempts, CallSettlement settlement, CallGate gate,
    BodyAllowance bodies, CallLifetimes lifetimes, UpstreamHealth upstreams, CallTraces traces, Watch watch, FareboxOptions options,
    TimeProvider clock)
{
    /// <summary>Serves one call from its header to its last byte.</summary>
    public Task InvokeAsync(HttpContext context, Surface surface)
    {
        // (1) authenticate: no state machine of its own, because a credential seen before is known at once.
        var authenticating = authenticator.AuthenticateAsync(context);
        return authenticating.IsCompletedSuccessfully
            ? AdmitAsync(context, surface, authenticating.Result)
            : AdmitLaterAsync(context, surface, authenticating);
    }

    private async Task AdmitLaterAsync(HttpContext context, Surface surface, ValueTask<GrantResult> authenticating) =>
        await AdmitAsync(context, surface, await authenticating);

    private Task AdmitAsync(HttpContext context, Surface surface, GrantResult caller)
    {
        if (caller.Error is not null) return TurnAwayAsync(context, caller.Error);
        context.Response.Headers["openai-organization"] = caller.OrganizationId;
        if (!settlement.Accepts) return TurnAwayAsync(context, ApiErrors.StoreUnavailable);

        // An admin key can never call a model, and has no project that a record could belong to.
        var missing = ModelCatalog.ScopeOf(surface) & ~caller.Grant!.Scopes;
        if (missing != Scopes.None && caller.Grant.ProjectId is null) return TurnAwayAsync(context, ApiErrors.ScopeMissing(ScopeText.Join(missing)));
        return gate.TryEnter() ? ServeAsync(context, surface, caller.Grant, missing) : TurnAwayAsync(context, RelayErrors.Overloaded);
    }

    /// <summary>Answers a call of which nothing goes on record.</summary>
    private Task TurnAwayAsync(HttpContext context, ApiError error)
    {
        watch.Meter?.Refused(error);
        return error.ExecuteAsync(context);
    }

    private async Task ServeAsync(HttpContext context, Surface surface, Grant grant, Scopes missing)
    {
        var body = default(RequestBody);
        CallRun? run = null;
        using var span = watch.Tracing?.Begin(context, context.Features.Get<RequestState>()!, surface);
        try
        {
            // (2) read
            (body, var error) = await RequestBody.ReadAsync(context, bodies);
            RelayRequest? request = null;
            if (error is null) (request, error) = RelayRequestReader.Read(body.Memory.Span, surface, options.MaxJsonDepth);

            // (3) plan: the scope comes before complaints about the body, as with any other route
            var snapshot = snapshots.Current;
            var plan = missing == Scopes.None && request is not null ? snapshot.Catalog.Plan(grant, surface, request.Model).Plan : null;
            if (missing != Scopes.None) error = ApiErrors.ScopeMissing(ScopeText.Join(missing));
            else if (request is not null && plan is null) error = ApiErrors.ModelNotFound(request.Model);

            var outgoing = new Outgoing(body.Memory, request!, null);
            if (error is null) (outgoing, error) = Outgoing.Translate(outgoing, plan!, options.MaxJsonDepth);
            run = Begin(context, surface, grant, request, plan, body.Memory, span);

            // (4) admit
            if (error is null && !await admission.TryEnterAsync(run, plan!, outgoing)) return;
            run.Trace?.Step("admit");

            // (5) quote and (6) reserve
            if (error is null) (run.Fare, outgoing, error) = await desk.ReserveAsync(run.Call, plan!, snapshot, outgoing);
            run.Trace?.Step("reserve", error?.Code ?? error?.Type);
            if (error is not null)
            {
                await run.RefuseAsync(error);
                return;
            }

            // A stream's bytes leave before its settlement, so its mark goes to the disk while the upstream is called.
            if (outgoing.Request.Stream) run.Mark();
            using var lifetime = lifetimes.Begin(context.RequestAborted);

            // (7) attempt
            var attempt = await attempts.RunAsync(plan!, snapshot, outgoing.Body, outgoing.Request, lifetime, run);

            // (8) pump and (9) measure
            using var answer = attempt.Answer;
            using var pump = answer is null ? null : PumpOf(run, plan!, attempt, lifetime);
            var prompt = outgoing.Body.Slice(outgoing.Request.Prompt.Start, outgoing.Request.Prompt.Length);
            var pumped = pump is null ? Unanswered(attempt, prompt.Span) : await pump.RunAsync(outgoing, prompt);

            // (10) settle and (11) release
            await run.FinishAsync(attempt, pumped);
        }
        finally
        {
            body.Dispose();
            gate.Leave();

            // Whatever happens, a call that began is settled; on any known path it already is. Last, because the store may refuse.
            if (run is { IsFinished: false }) await run.FailAsync();
            run?.Trace?.Abandon();
        }
    }

    private CallRun Begin(
        HttpContext context, Surface surface, Grant grant, RelayRequest? request, RoutePlan? plan, ReadOnlyMemory<byte> body, CallSpan? span)
    {
        var state = context.Features.Get<RequestState>()!;
        var call = new CallIdentity(
            state.Id, state.StartedAt.ToUnixTimeMilliseconds(), grant, surface, request?.Stream ?? false, request?.Model, plan?.Model.Name,
            OuterRing.ClientRequestId(context.Request));
        return new CallRun(context, state, call, settlement, watch.Meter, new ClientPatience(context, options, clock))
        {
            Trace = traces.Begin(grant, state, surface, request?.Stream ?? false, body), Span = span,
        };
    }

    private IAnswerPump PumpOf(CallRun run, RoutePlan plan, AttemptResult attempt, CallLifetime lifetime) => IsEventStream(attempt.Answer!.ContentType)
        ? new StreamPump(run, attempt.Answer, lifetime, options, clock, plan.Surface, upstreams.Of(attempt.Route!.UpstreamId).Scrub)
        : new BodyPump(run, attempt.Answer, lifetime, options);

    // Who leaves before the answer leaves the upstream at work, once it has the prompt.
    private static PumpResult Unanswered(AttemptResult attempt, ReadOnlySpan<byte> prompt) => PumpResult.Ended(
        attempt.Outcome, attempt is { Outcome: Outcome.ClientClosed, HasPrompt: true } ? default(AnswerMeter).Measure(prompt) : default, attempt.Error);

    private static bool IsEventStream(string? contentType) =>
        contentType is not null && contentType.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);
}
