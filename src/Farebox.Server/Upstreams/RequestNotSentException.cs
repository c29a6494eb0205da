namespace Farebox.Server.Upstreams;

/// <summary>A call was cancelled before its request was sent whole: no upstream can be at work on it.</summary>
public sealed class RequestNotSentException(CancellationToken cancelled, Exception? inner = null)
    : OperationCanceledException("The call was cancelled before its request was sent whole.", inner, cancelled);
