namespace Farebox.Server.Upstreams.Http;

/// <summary>One request as it goes out.</summary>
/// <param name="Head">Everything up to the value of <c>Content-Length</c>, which comes last; for a request without a body, all of the head.</param>
/// <param name="Body">Null when there is none.</param>
/// <param name="TraceParent">Value of the header <c>traceparent</c>, of a request with a body; null sends none.</param>
internal readonly record struct HttpCall(byte[] Head, UpstreamBody? Body, string? TraceParent = null);
