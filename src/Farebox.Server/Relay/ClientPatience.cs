using System.IO.Pipelines;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Relay;

/// <summary>
/// Cuts off a client that does not take its answer. Kestrel's least rate is not enough: what was taken fast before counts in the client's
/// favour, for hours.
/// </summary>
internal readonly struct ClientPatience(HttpContext context, FareboxOptions options, TimeProvider clock)
{
    // A slow client shall have the whole time for each piece of this size, and not one time for a megabyte.
    private const int PieceBytes = 64 << 10;

    /// <summary>Writes all of it, piece by piece.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        if (bytes.Length > PieceBytes) return WritePiecesAsync(bytes, cancellationToken);
        var writing = context.Response.BodyWriter.WriteAsync(bytes, cancellationToken);
        return WithinAsync(writing, cancellationToken);
    }

    /// <summary>Sends what was written.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) =>
        WithinAsync(context.Response.BodyWriter.FlushAsync(cancellationToken), cancellationToken);

    private async ValueTask WritePiecesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(PieceBytes, bytes.Length)..])
        {
            var writing = context.Response.BodyWriter.WriteAsync(bytes[..Math.Min(PieceBytes, bytes.Length)], cancellationToken);
            await WithinAsync(writing, cancellationToken);
            if (context.RequestAborted.IsCancellationRequested) return;
        }
    }

    private ValueTask WithinAsync(ValueTask<FlushResult> writing, CancellationToken cancellationToken)
    {
        if (!writing.IsCompletedSuccessfully) return WaitAsync(writing, cancellationToken);
        _ = writing.Result;
        return default;
    }

    private async ValueTask WaitAsync(ValueTask<FlushResult> writing, CancellationToken cancellationToken)
    {
        var end = new PatienceEnd(context);
        var time = TimeSpan.FromSeconds(options.ClientStallSeconds);
        await using (clock.CreateTimer(static end => ((PatienceEnd)end!).Come(), end, time, Timeout.InfiniteTimeSpan))
        {
            await writing;
        }

        // Aborting ends the write at once, and each one after it, as if all were well. The client's leaving is announced a little later: until
        // then nothing more is written, or the rest of the answer would count as sent.
        if (end.HasCome && cancellationToken.CanBeCanceled) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    private sealed class PatienceEnd(HttpContext context)
    {
        public bool HasCome { get; private set; }

        public void Come()
        {
            HasCome = true;
            context.Abort();
        }
    }
}
