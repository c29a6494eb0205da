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
        return WithinAsync(writing);
    }

    /// <summary>Sends what was written.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => WithinAsync(context.Response.BodyWriter.FlushAsync(cancellationToken));

    private async ValueTask WritePiecesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(PieceBytes, bytes.Length)..])
        {
            await WithinAsync(context.Response.BodyWriter.WriteAsync(bytes[..Math.Min(PieceBytes, bytes.Length)], cancellationToken));
            if (context.RequestAborted.IsCancellationRequested) return;
        }
    }

    private ValueTask WithinAsync(ValueTask<System.IO.Pipelines.FlushResult> writing)
    {
        if (!writing.IsCompletedSuccessfully) return WaitAsync(writing);
        _ = writing.Result;
        return default;
    }

    private async ValueTask WaitAsync(ValueTask<System.IO.Pipelines.FlushResult> writing)
    {
        // Aborting ends the write, and is seen by whoever watches for the client's leaving.
        await using var timer = clock.CreateTimer(
            static context => ((HttpContext)context!).Abort(), context, TimeSpan.FromSeconds(options.ClientStallSeconds), Timeout.InfiniteTimeSpan);
        await writing;
    }
}
