using System.IO.Pipelines;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Platform;

/// <summary>
/// Ends the reading of a request's body after <c>request_body_seconds</c>. A least rate alone does not: it is an average, so that whoever
/// sent much at once may dribble for hours.
/// </summary>
public sealed class BodyDeadline : IDisposable
{
    private readonly PipeReader _body;
    private readonly ITimer _timer;
    private volatile bool _hasPassed;

    /// <summary>Begins now; made only for a body that is not there yet.</summary>
    public BodyDeadline(HttpContext context, FareboxOptions options, TimeProvider clock)
    {
        _body = context.Request.BodyReader;
        _timer = clock.CreateTimer(
            static self => ((BodyDeadline)self!).Pass(), this, TimeSpan.FromSeconds(options.RequestBodySeconds), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether it is over; the pending read then throws an <see cref="OperationCanceledException"/>.</summary>
    public bool HasPassed => _hasPassed;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Pass()
    {
        _hasPassed = true;
        _body.CancelPendingRead();
    }
}
