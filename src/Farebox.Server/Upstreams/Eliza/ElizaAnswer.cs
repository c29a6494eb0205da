namespace Farebox.Server.Upstreams.Eliza;

/// <summary>
/// An answer that is whole in memory, and handed out with pauses as a speaker would. The reader's own read does the waiting:
/// there is no task behind it, so one that is cancelled or disposed leaves nothing running.
/// </summary>
internal sealed class ElizaAnswer : UpstreamAnswer
{
    private readonly CancellationTokenSource _disposed = new();
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Pace? _pace;
    private int _position;
    private int _breathsDrawn;

    private ElizaAnswer(int statusCode, string contentType, ReadOnlyMemory<byte> bytes, Pace? pace)
    {
        StatusCode = statusCode;
        ContentType = contentType;
        ContentLength = pace is null ? bytes.Length : null;
        _bytes = bytes;
        _pace = pace?.Breath > TimeSpan.Zero ? pace : null;
    }

    public override int StatusCode { get; }

    public override string ContentType { get; }

    public override long? ContentLength { get; }

    /// <summary>Where the next breath is due; behind the last one, the end.</summary>
    private int NextStop => _pace is not null && _breathsDrawn < _pace.Breaths.Count ? _pace.Breaths[_breathsDrawn] : _bytes.Length;

    /// <summary>A JSON body, sent as one piece.</summary>
    public static ElizaAnswer Json(int statusCode, byte[] json) => new(statusCode, "application/json", json, pace: null);

    /// <summary>Server-sent events, of no announced length. A read never runs past a breath.</summary>
    public static ElizaAnswer Events(ReadOnlyMemory<byte> events, Pace pace) => new(200, "text/event-stream", events, pace);

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The answer was disposed, before or during the read.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (_pace is not null && _position == NextStop && _position < _bytes.Length)
        {
            await DrawBreathAsync(_pace, cancellationToken);
            _breathsDrawn++;
        }

        var count = Math.Min(buffer.Length, NextStop - _position);
        _bytes.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    // Cancelled, not disposed: a read may be waiting on it. It holds no timer and no handle, so nothing is left behind.
    public override void Dispose() => _disposed.Cancel();

    private async Task DrawBreathAsync(Pace pace, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        try
        {
            await Task.Delay(pace.Breath, pace.Clock, either.Token);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(nameof(ElizaAnswer), "The answer was disposed while it was being read.");
        }
    }
}
