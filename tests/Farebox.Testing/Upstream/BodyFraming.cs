namespace Farebox.Testing.Upstream;

/// <summary>How the client learns where a body ends.</summary>
public enum BodyFraming
{
    /// <summary><c>Content-Length</c>.</summary>
    Length,

    /// <summary><c>Transfer-Encoding: chunked</c>; one write is one chunk.</summary>
    Chunked,

    /// <summary>Neither: the connection's end is the body's end, as HTTP/1.0 servers do.</summary>
    UntilClose,
}
