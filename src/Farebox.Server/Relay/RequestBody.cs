using System.Buffers;
using System.IO.Pipelines;
using Farebox.Server.Platform;

namespace Farebox.Server.Relay;

/// <summary>A whole request body in a pooled array: given back on disposal.</summary>
internal struct RequestBody : IDisposable
{
    // Bodies up to this size are not counted, which is nearly all of them. Nor is more set aside because a header says that more will come.
    private const int FreeBytes = 64 << 10;

    private byte[]? _array;
    private int _length;
    private BodyAllowance? _allowance;
    private int _taken;

    /// <summary>The bytes; valid until disposal.</summary>
    public readonly ReadOnlyMemory<byte> Memory => _array.AsMemory(0, _length);

    /// <summary>Reads to the end, or says why not: 408, 413, 415 or 503.</summary>
    public static ValueTask<(RequestBody Body, ApiError? Error)> ReadAsync(HttpContext context, BodyAllowance allowance)
    {
        var declared = context.Request.ContentLength;
        if (BodyCoding.Check(context.Request) is { } coded) return new((default, coded));
        if (declared > allowance.MaxBytes) return new((default, ApiErrors.TooLarge(allowance.MaxBytes)));

        var body = new RequestBody { _array = ArrayPool<byte>.Shared.Rent((int)Math.Min(declared ?? 4096, FreeBytes)), _allowance = allowance };
        var reader = context.Request.BodyReader;

        // As a rule a body has come together with its headers. What is in chunks may be broken, and is read where that is caught.
        return declared is not null && reader.TryRead(out var read) && body.TakesAll(reader, read, out var error)
            ? new((body, error))
            : ReadOnAsync(body, context, reader);
    }

    private static async ValueTask<(RequestBody Body, ApiError? Error)> ReadOnAsync(RequestBody body, HttpContext context, PipeReader reader)
    {
        var allowance = body._allowance!;
        var done = false;
        BodyDeadline? deadline = null;
        try
        {
            while (true)
            {
                var reading = reader.ReadAsync(context.RequestAborted);
                if (!reading.IsCompleted) deadline ??= allowance.Begin(context);
                if (!body.TakesAll(reader, await reading, out var error)) continue;
                done = true;
                return (body, error);
            }
        }
        catch (OperationCanceledException) when (deadline is { HasPassed: true })
        {
            return (default, ApiErrors.TooSlow(allowance.Seconds));
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            // Kestrel's word for a chunk whose size is too large for a number, and for a client that is gone.
            return (default, ApiErrors.BadFraming);
        }
        finally
        {
            deadline?.Dispose();
            if (!done) body.Dispose();
        }
    }

    /// <summary>Takes what was read; whether that was all, or too much: then the body is given back.</summary>
    private bool TakesAll(PipeReader reader, ReadResult read, out ApiError? error)
    {
        if (read.IsCanceled) throw new OperationCanceledException("Reading the body was cancelled.");
        var buffer = read.Buffer;
        error = buffer.Length > _allowance!.MaxBytes - _length ? ApiErrors.TooLarge(_allowance.MaxBytes)
            : buffer.Length > _array!.Length - _length && !TryGrow(_length + (int)buffer.Length) ? RelayErrors.Overloaded
            : null;
        if (error is null)
        {
            buffer.CopyTo(_array.AsSpan(_length));
            _length += (int)buffer.Length;
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
        if (_taken > 0) _allowance!.Give(_taken);
        this = default;
    }

    private bool TryGrow(int least)
    {
        // The pool hands out powers of two: that is what it will be.
        var size = Math.Max((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)least), _array!.Length * 2);
        if (size > FreeBytes)
        {
            if (!_allowance!.TryTake(size - _taken)) return false;
            _taken = size;
        }

        var larger = ArrayPool<byte>.Shared.Rent(size);
        _array.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
        return true;
    }
}
