namespace Farebox.Client;

/// <summary>No answer came: the name, the connection or the encryption failed, or time ran out.</summary>
public sealed class FareboxUnreachableException(UnreachableReason reason, string message, Exception inner)
    : Exception(message, inner)
{
    public UnreachableReason Reason { get; } = reason;
}

/// <summary>Where on the way it failed.</summary>
public enum UnreachableReason
{
    /// <summary>The host name does not resolve.</summary>
    Name,

    /// <summary>The host is there, nothing listens on the port.</summary>
    Refused,

    /// <summary>The network has no way to the host, or broke on the way.</summary>
    Network,

    /// <summary>TLS could not be agreed, or the certificate is not trusted.</summary>
    Tls,

    /// <summary>Nothing came in time.</summary>
    Timeout,

    /// <summary>What listens there does not speak HTTP, or hung up in the middle.</summary>
    Protocol,
}
