namespace Farebox.Server.Upstreams;

/// <summary>The provider answered a question of ours, not a client's, with this HTTP status.</summary>
public sealed class UpstreamStatusException(int statusCode) : Exception($"The upstream answered with HTTP status {statusCode}.")
{
    /// <summary>HTTP status code.</summary>
    public int StatusCode { get; } = statusCode;
}
