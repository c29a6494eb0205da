using System.Diagnostics;
using Farebox.Kernel.Metering;

namespace Farebox.Server.Watching;

/// <summary>
/// The span of one call, and under it those of its attempts at upstreams. They hold names of models that the catalog knows, counts and
/// outcomes; never a word of a prompt, an answer or a credential.
/// </summary>
internal sealed class CallSpan(CallTracing tracing, Activity activity, string operation, bool tellsUpstream) : IDisposable
{
    private Activity? _attempt;

    /// <summary>Begins the span of an attempt.</summary>
    /// <returns>The <c>traceparent</c> to send along; null to send none.</returns>
    public string? BeginAttempt(in WatchedUpstream upstream, string model)
    {
        _attempt = tracing.Source.StartActivity($"{operation} {model}", ActivityKind.Client, activity.Context);
        if (_attempt is { IsAllDataRequested: true })
        {
            _attempt.SetTag(Attributes.Operation, operation).SetTag(Attributes.Provider, upstream.Provider)
                .SetTag(Attributes.RequestModel, model).SetTag(Attributes.Upstream, upstream.Name);
        }

        return tellsUpstream ? (_attempt ?? activity).Id : null;
    }

    /// <summary>Ends the span of an attempt that brought no answer. That of one which did goes on until the answer is through.</summary>
    /// <param name="status">What the upstream answered; null for nothing.</param>
    public void EndAttempt(Outcome outcome, string? errorCode, int? status)
    {
        if (_attempt is null) return;
        End(_attempt, outcome, errorCode, status);
        _attempt = null;
    }

    /// <summary>Tells how the call ended. It lasts until it is disposed.</summary>
    public void End(in CallFigures figures)
    {
        var record = figures.Record;
        EndAttempt(record.Outcome, record.ErrorCode, record.Outcome == Outcome.Completed ? record.Status : null);
        if (record.Call.Model is { } model) activity.DisplayName = $"{operation} {model}";
        if (!activity.IsAllDataRequested) return;
        activity.SetTag(Attributes.Operation, operation).SetTag(Attributes.Provider, figures.Upstream?.Provider ?? Attributes.NoProvider)
            .SetTag(Attributes.RequestModel, record.Call.Model).SetTag(Attributes.ResponseModel, record.UpstreamModel)
            .SetTag(Attributes.Upstream, figures.Upstream?.Name).SetTag(Attributes.RequestId, record.Call.RequestId.ToString())
            .SetTag(Attributes.Outcome, Failures.WordOf(record.Outcome)).SetTag(Attributes.Stream, record.Call.Stream);
        if (record.Usage.Input > 0) activity.SetTag(Attributes.InputTokens, record.Usage.Input);
        if (record.Usage.Output > 0) activity.SetTag(Attributes.OutputTokens, record.Usage.Output);
        Conclude(activity, record.Outcome, record.ErrorCode, record.Status == 0 ? null : record.Status);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _attempt?.Dispose();
        activity.Dispose();
    }

    private static void End(Activity attempt, Outcome outcome, string? errorCode, int? status)
    {
        if (attempt.IsAllDataRequested) Conclude(attempt, outcome, errorCode, status);
        attempt.Dispose();
    }

    private static void Conclude(Activity span, Outcome outcome, string? errorCode, int? status)
    {
        if (status is { } code) span.SetTag(Attributes.StatusCode, code);
        if (outcome == Outcome.Completed) return;
        span.SetTag(Attributes.ErrorType, Failures.Of(outcome, errorCode));

        // What the client brought about itself is no fault of the server's; a refusal is one to whoever asked.
        var isFault = outcome is Outcome.UpstreamFailed or Outcome.Interrupted or Outcome.Failed;
        if (isFault || (outcome == Outcome.UpstreamRefused && span.Kind == ActivityKind.Client)) span.SetStatus(ActivityStatusCode.Error);
    }
}
