using System.Buffers;
using Farebox.Server.Platform;

namespace Farebox.Server.Relay;

/// <summary>A whole request body in a pooled array: given back on disposal.</summary>
internal struct RequestBody : IDisposable
{
    private byte[]? _array;
    private int _length;

    /// <summary>The bytes; valid until disposal.</summary>
    public readonly ReadOnlyMemory<byte> Memory => _array.AsMemory(0, _length);

    /// <summary>Reads to the end, or returns 413 once the limit is passed.</summary>
    public static async ValueTask<(RequestBody Body, ApiError? Error)> ReadAsync(HttpContext context, int maxBytes)
    {
        var declared = context.Request.ContentLength;
        if (declared > maxBytes) return (default, ApiErrors.TooLarge(maxBytes));

        var body = new RequestBody { _array = ArrayPool<byte>.Shared.Rent((int)Math.Min(declared ?? 4096, maxBytes) + 1) };
        var stream = context.Request.Body;
        while (true)
        {
            var read = await stream.ReadAsync(body._array.AsMemory(body._length), context.RequestAborted);
            if (read == 0) return (body, null);
            body._length += read;
            if (body._length > maxBytes)
            {
                body.Dispose();
                return (default, ApiErrors.TooLarge(maxBytes));
            }

            if (body._length == body._array.Length) body.Grow();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_array is not null) ArrayPool<byte>.Shared.Return(_array);
        _array = null;
        _length = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_array!.Length * 2);
        _array.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
