namespace Farebox.Server.Upstreams;

/// <summary>
/// A request body in up to five pieces, so that replacing a model name or adding a usage request copies nothing:
/// the pieces between the splices are slices of the client's own bytes.
/// </summary>
public sealed record UpstreamBody(
    ReadOnlyMemory<byte> First,
    ReadOnlyMemory<byte> Second = default,
    ReadOnlyMemory<byte> Third = default,
    ReadOnlyMemory<byte> Fourth = default,
    ReadOnlyMemory<byte> Fifth = default)
{
    /// <summary>Bytes in all pieces.</summary>
    public int Length => First.Length + Second.Length + Third.Length + Fourth.Length + Fifth.Length;

    /// <summary>All pieces in one array; for kinds that must look inside.</summary>
    public byte[] ToArray()
    {
        var all = new byte[Length];
        CopyTo(all);
        return all;
    }

    /// <summary>Copies all pieces to the start of <paramref name="target"/>, which holds at least <see cref="Length"/> bytes.</summary>
    public void CopyTo(Span<byte> target)
    {
        foreach (var piece in (ReadOnlySpan<ReadOnlyMemory<byte>>)[First, Second, Third, Fourth, Fifth])
        {
            piece.Span.CopyTo(target);
            target = target[piece.Length..];
        }
    }

    /// <summary>Writes all pieces to <paramref name="target"/>.</summary>
    public async ValueTask WriteToAsync(Stream target, CancellationToken cancellationToken)
    {
        await target.WriteAsync(First, cancellationToken);
        if (!Second.IsEmpty) await target.WriteAsync(Second, cancellationToken);
        if (!Third.IsEmpty) await target.WriteAsync(Third, cancellationToken);
        if (!Fourth.IsEmpty) await target.WriteAsync(Fourth, cancellationToken);
        if (!Fifth.IsEmpty) await target.WriteAsync(Fifth, cancellationToken);
    }
}
