namespace Farebox.Server.Upstreams.Http;

/// <summary>What an HTTP/1.1 answer says before its body; only what Farebox acts on.</summary>
/// <param name="ContentLength">Null when the head does not say it.</param>
/// <param name="Chunked">Whether the body comes in chunks; its length is then not known beforehand.</param>
/// <param name="KeepAlive">Whether the connection may carry another call after this body.</param>
internal readonly record struct ResponseHead(
    int StatusCode, long? ContentLength, bool Chunked, bool KeepAlive, string? ContentType, string? RetryAfter)
{
    /// <summary>Whether this is a word before the answer, such as 103, and not the answer.</summary>
    public bool IsInterim => StatusCode is >= 100 and < 200;

    /// <summary>Whether no body follows whatever the other headers say.</summary>
    public bool HasNoBody => StatusCode is 204 or 304;
}
