using System.Buffers;
using System.IO.Pipelines;
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
    public static ValueTask<(RequestBody Body, ApiError? Error)> ReadAsync(HttpContext context, int maxBytes)
    {
        var declared = context.Request.ContentLength;
        if (declared > maxBytes) return new((default, ApiErrors.TooLarge(maxBytes)));

        var body = new RequestBody { _array = ArrayPool<byte>.Shared.Rent((int)Math.Min(declared ?? 4096, maxBytes)) };
        var reader = context.Request.BodyReader;

        // As a rule a body has come together with its headers.
        return reader.TryRead(out var read) && body.TakesAll(reader, read, maxBytes, out var error)
            ? new((body, error))
            : ReadOnAsync(body, reader, maxBytes, context.RequestAborted);
    }

    private static async ValueTask<(RequestBody Body, ApiError? Error)> ReadOnAsync(
        RequestBody body, PipeReader reader, int maxBytes, CancellationToken cancellationToken)
    {
        ApiError? error;
        while (!body.TakesAll(reader, await reader.ReadAsync(cancellationToken), maxBytes, out error)) { }
        return (body, error);
    }

    /// <summary>Takes what was read; whether that was all, or too much.</summary>
    private bool TakesAll(PipeReader reader, ReadResult read, int maxBytes, out ApiError? error)
    {
        if (read.IsCanceled) throw new OperationCanceledException("Reading the body was cancelled.");
        var buffer = read.Buffer;
        error = buffer.Length > maxBytes - _length ? ApiErrors.TooLarge(maxBytes) : null;
        if (error is null)
        {
            var length = (int)buffer.Length;
            if (length > _array!.Length - _length) Grow(_length + length);
            buffer.CopyTo(_array.AsSpan(_length));
            _length += length;
        }
        else
        {
            Dispose();
        }

        reader.AdvanceTo(buffer.End);
        return error is not null || read.IsCompleted;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_array is not null) ArrayPool<byte>.Shared.Return(_array);
        _array = null;
        _length = 0;
    }

    private void Grow(int least)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(least, _array!.Length * 2));
        _array.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
