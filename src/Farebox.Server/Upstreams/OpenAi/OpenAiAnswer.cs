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
        if (_connection is not { } connection) return new(0);
        var reading = connection.ReadAsync(buffer, cancellationToken);
        if (!reading.IsCompletedSuccessfully) return FinishAsync(reading);
        var read = reading.Result;
        if (connection.IsDone) Dispose();
        return new(read);
    }

    // Once only, whoever calls, and as soon as the last byte is here: the connection may be another call's from then on.

    /// <inheritdoc/>
    public override void Dispose() => Interlocked.Exchange(ref _connection, null)?.End();

    private async ValueTask<int> FinishAsync(ValueTask<int> reading)
    {
        var read = await reading;
        if (_connection is { IsDone: true }) Dispose();
        return read;
    }
}
