using Farebox.Kernel.Credentials;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.Credentials;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Settlement;
using Farebox.Server.Snapshots;
using Farebox.Server.Upstreams;
using Farebox.Server.UsageLog;

namespace Farebox.Server.Relay;

/// <summary>
/// The life of a model call. Numbers are those of the list in docs/internals/life-of-a-request.md; (4) is vacant until limits move in.
/// <code>
///  (1) authenticate   header -> Grant                     401        Credentials
///  (2) read           body once, capped -> RelayRequest   400 / 413
///  (3) plan           grant + model -> RoutePlan          401 / 404  Kernel.Routing
///  (5) quote          size + price -> upper bound         400        Kernel.Pricing
///  (6) reserve        that much set aside; its mark       429 / 503  Ledger, Settlement
///  (7) attempt        plan -> upstream's answer           502 / 504  Upstreams
///  (8) pump           upstream's bytes -> client, all but the last
///  (9) measure        what passed -> TokenUsage                      Kernel.Metering
/// (10) settle         charge and usage record, durable               Settlement
/// (11) release        the last bytes leave
/// </code>
/// </summary>
internal sealed class RelayPipeline(
    Authenticator authenticator, SnapshotSource snapshots, FareDesk desk, Attempts attempts, CallSettlement settlement, CallGate gate, StopSignal stop,
    UpstreamHealth upstreams, FareboxOptions options, TimeProvider clock)
{
    /// <summary>Serves one call from its header to its last byte.</summary>
    public async Task InvokeAsync(HttpContext context, Surface surface)
    {
        // (1) authenticate
        var (grant, organizationId, error) = await authenticator.AuthenticateAsync(context);
        if (error is not null)
        {
            await error.WriteAsync(context);
            return;
        }

        context.Response.Headers["openai-organization"] = organizationId;
        if (!settlement.Accepts)
        {
            await ApiErrors.StoreUnavailable.WriteAsync(context);
            return;
        }

        if (!gate.TryEnter())
        {
            await RelayErrors.Overloaded.WriteAsync(context);
            return;
        }

        try
        {
            await ServeAsync(context, surface, grant!);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task ServeAsync(HttpContext context, Surface surface, Grant grant)
    {
        // An admin key can never call a model, and has no project that a record could belong to.
        var missing = ModelCatalog.ScopeOf(surface) & ~grant.Scopes;
        if (missing != Scopes.None && grant.ProjectId is null)
        {
            await ApiErrors.ScopeMissing(ScopeText.Join(missing)).WriteAsync(context);
            return;
        }

        // (2) read
        var (body, error) = await RequestBody.ReadAsync(context, options.MaxBodyBytes);
        using var bodyLifetime = body;
        RelayRequest? request = null;
        if (error is null) (request, error) = RelayRequestReader.Read(body.Memory.Span, surface, options.MaxJsonDepth);

        // (3) plan: the scope comes before complaints about the body, as with any other route
        var snapshot = snapshots.Current;
        var plan = missing == Scopes.None && request is not null ? snapshot.Catalog.Plan(grant, surface, request.Model).Plan : null;
        if (missing != Scopes.None) error = ApiErrors.ScopeMissing(ScopeText.Join(missing));
        else if (request is not null && plan is null) error = ApiErrors.ModelNotFound(request.Model);

        var outgoing = new Outgoing(body.Memory, request!, null);
        if (error is null) (outgoing, error) = Outgoing.Translate(outgoing, plan!, options.MaxJsonDepth);

        var state = context.Features.Get<RequestState>()!;
        var call = new CallIdentity(
            state.Id, state.StartedAt.ToUnixTimeMilliseconds(), grant, surface, request?.Stream ?? false, request?.Model, plan?.Model.Name,
            OuterRing.ClientRequestId(context.Request));
        var run = new CallRun(context, state, call, settlement);
        try
        {
            if (error is null) await RelayAsync(run, plan!, snapshot, outgoing);
            else await run.RefuseAsync(error);
        }
        finally
        {
            // Whatever happens, a call that began is settled; on any known path it already is.
            await run.FailAsync();
        }
    }

    private async Task RelayAsync(CallRun run, RoutePlan plan, CatalogSnapshot snapshot, Outgoing outgoing)
    {
        // (5) quote and (6) reserve
        (var fare, outgoing, var error) = await desk.ReserveAsync(run.Call, plan, snapshot, outgoing);
        if (error is not null)
        {
            await run.RefuseAsync(error);
            return;
        }

        // A stream's bytes leave before its settlement, so its mark goes to the disk while the upstream is called.
        run.Fare = fare;
        if (outgoing.Request.Stream) run.Mark();
        using var lifetime = new CallLifetime(run.Context.RequestAborted, stop.Token);

        // (7) attempt
        var attempt = await attempts.RunAsync(plan, snapshot, outgoing.Body, outgoing.Request, lifetime);
        using var answer = attempt.Answer;
        var prompt = outgoing.Body.Slice(outgoing.Request.Prompt.Start, outgoing.Request.Prompt.Length);
        if (answer is null)
        {
            // Who leaves before the answer leaves the upstream at work: it has the prompt.
            var usage = attempt.Outcome == Outcome.ClientClosed ? default(AnswerMeter).Measure(prompt.Span) : default;
            await run.FinishAsync(attempt, PumpResult.Ended(attempt.Outcome, usage, attempt.Error));
            return;
        }

        // (8) pump and (9) measure
        if (IsEventStream(answer.ContentType))
        {
            using var pump = new StreamPump(run, answer, lifetime, options, clock, plan.Surface, upstreams.Of(attempt.Route!.UpstreamId).Scrub);
            await run.FinishAsync(attempt, await pump.RunAsync(outgoing.Request, prompt, outgoing.Translator));
        }
        else
        {
            using var pump = new BodyPump(run, answer, lifetime, options);
            await run.FinishAsync(attempt, await pump.RunAsync(outgoing.Request.Demand, prompt, outgoing.Translator));
        }
    }

    private static bool IsEventStream(string? contentType) =>
        contentType is not null && contentType.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);
}
