namespace Farebox.Server.Upstreams.OpenAi;

/// <summary>An answer whose body is read from the provider's connection as it arrives.</summary>
internal sealed class OpenAiAnswer(HttpResponseMessage response, Stream body) : UpstreamAnswer
{
    /// <inheritdoc/>
    public override int StatusCode => (int)response.StatusCode;

    /// <inheritdoc/>
    public override string? ContentType => response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : null;

    /// <inheritdoc/>
    public override string? RetryAfter => response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.ToString() : null;

    /// <inheritdoc/>
    public override long? ContentLength => response.Content.Headers.ContentLength;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw OpenAiConnection.Translate(e);
        }
        catch (IOException e)
        {
            throw new UpstreamFailedException(UpstreamFailure.Broken, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => response.Dispose();
}
