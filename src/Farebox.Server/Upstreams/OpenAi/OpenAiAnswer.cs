using Farebox.Server.Upstreams.Http;

namespace Farebox.Server.Upstreams.OpenAi;

/// <summary>An answer whose body is read from the provider's connection as it arrives.</summary>
internal sealed class OpenAiAnswer(KeptConnection connection) : UpstreamAnswer
{
    private readonly ResponseHead _head = connection.Head;
    private KeptConnection? _connection = connection;

    /// <inheritdoc/>
    public override int StatusCode => _head.StatusCode;

    /// <inheritdoc/>
    public override string? ContentType => _head.ContentType;

    /// <inheritdoc/>
    public override string? RetryAfter => _head.RetryAfter;

    /// <inheritdoc/>
    public override long? ContentLength => _head.ContentLength;

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_connection is null) return new(0);
        var reading = _connection.ReadAsync(buffer, cancellationToken);
        if (!reading.IsCompletedSuccessfully) return FinishAsync(reading);
        var read = reading.Result;
        if (_connection.IsDone) Dispose();
        return new(read);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Once only, and as soon as the last byte is here: the connection may be another call's from then on.
        _connection?.End();
        _connection = null;
    }

    private async ValueTask<int> FinishAsync(ValueTask<int> reading)
    {
        var read = await reading;
        if (_connection!.IsDone) Dispose();
        return read;
    }
}
