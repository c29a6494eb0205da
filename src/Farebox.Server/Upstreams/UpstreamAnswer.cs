namespace Farebox.Server.Upstreams;

/// <summary>What a provider answered. Disposing it ends the upstream call, finished or not.</summary>
public abstract class UpstreamAnswer : IDisposable
{
    /// <summary>HTTP status code.</summary>
    public abstract int StatusCode { get; }

    /// <summary>The <c>Content-Type</c> header, or null.</summary>
    public abstract string? ContentType { get; }

    /// <summary>The <c>Retry-After</c> header as sent, or null.</summary>
    public virtual string? RetryAfter => null;

    /// <summary>The body's length in bytes when the provider said it, else null.</summary>
    public virtual long? ContentLength => null;

    /// <summary>Reads the next bytes of the body as they arrive; 0 at its end.</summary>
    /// <exception cref="UpstreamFailedException">The provider broke off.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract void Dispose();
}
