namespace Farebox.Server.Upstreams;

/// <summary>Why an upstream gave no usable answer.</summary>
public enum UpstreamFailure
{
    /// <summary>No connection could be made.</summary>
    Unreachable,

    /// <summary>The connection broke before the answer was whole.</summary>
    Broken,

    /// <summary>No answer, or no further byte of it, within the limit.</summary>
    TimedOut,

    /// <summary>It answered, but not with what the protocol says.</summary>
    Garbage,
}

/// <summary>The upstream gave no usable answer. The message is for operators: it may name addresses and never reaches a client.</summary>
public sealed class UpstreamFailedException(UpstreamFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What went wrong.</summary>
    public UpstreamFailure Failure { get; } = failure;
}
