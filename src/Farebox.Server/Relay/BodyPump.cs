using System.Buffers;
using System.Text.Json;
using Farebox.Kernel.Metering;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Upstreams;

namespace Farebox.Server.Relay;

/// <summary>
/// Step (8) for answers that are one JSON body. A body up to the buffer's limit is held whole; of a larger one the last piece is. Both
/// leave after settlement.
/// </summary>
internal sealed class BodyPump(CallRun run, UpstreamAnswer answer, CallLifetime lifetime, FareboxOptions options) : IAnswerPump
{
    // Usage stands at an answer's end, where OpenAI and its likes put it.
    private const int UsageTailBytes = 16 << 10;

    private readonly TimeSpan _idle = TimeSpan.FromSeconds(options.UpstreamIdleSeconds);
    private long MaxBytes => (long)options.MaxAnswerMib << 20;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(answer.ContentLength ?? 4095, 1023, options.MaxBufferedAnswerBytes) + 1);
    private int _length;

    /// <summary>Reads the answer; sends what is beyond the buffer, once the call's mark is durable.</summary>
    public async ValueTask<PumpResult> RunAsync(Outgoing outgoing, ReadOnlyMemory<byte> prompt)
    {
        var translator = outgoing.Translator;
        var meter = new AnswerMeter();
        try
        {
            var limit = translator is null ? options.MaxBufferedAnswerBytes : options.MaxStreamFrameBytes;
            if (!await FillAsync(limit)) return translator is null ? await FlowAsync(outgoing.Request.Demand, prompt) : Failed(RelayErrors.AnswerTooLarge);
            if (!meter.Listen(_buffer.AsSpan(0, _length))) return Failed(RelayErrors.Of(UpstreamFailure.Garbage));
            var body = translator is null ? _buffer.AsMemory(0, _length) : translator.Whole(_buffer.AsSpan(0, _length));
            return PumpResult.Whole(meter.Measure(prompt.Span), body, meter.Images);
        }
        catch (JsonException)
        {
            return Failed(RelayErrors.Of(UpstreamFailure.Garbage));
        }
        catch (UpstreamFailedException e) when (!lifetime.Token.IsCancellationRequested)
        {
            return Failed(RelayErrors.Of(e.Failure));
        }
        catch (Exception e) when (lifetime.Explains(e))
        {
            // The upstream has produced something or other, of which only the prompt is known.
            var cut = CallCut.Of(lifetime.Reason);
            var usage = cut.Outcome == Outcome.ClientClosed ? meter.Measure(prompt.Span) : default;
            return PumpResult.Ended(cut.Outcome, usage, cut.Error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    // An answer of which the client saw nothing counts as no tokens: there is nothing to meter.
    private static PumpResult Failed(ApiError error) => PumpResult.Ended(Outcome.UpstreamFailed, default, error);

    /// <summary>Reads to the end, or until there is more than the limit.</summary>
    private ValueTask<bool> FillAsync(int limit)
    {
        while (true)
        {
            if (!HasRoom(limit)) return new(false);
            var reading = ReadAsync(_buffer.AsMemory(_length));
            if (!reading.IsCompletedSuccessfully) return FillLaterAsync(reading, limit);
            var read = reading.Result;
            if (read == 0) return new(_length <= limit);
            _length += read;
        }
    }

    private async ValueTask<bool> FillLaterAsync(ValueTask<int> reading, int limit)
    {
        while (await reading is var read and > 0)
        {
            _length += read;
            if (!HasRoom(limit)) return false;
            reading = ReadAsync(_buffer.AsMemory(_length));
        }

        return _length <= limit;
    }

    private bool HasRoom(int limit)
    {
        if (_length < _buffer.Length) return true;
        if (_length > limit) return false;
        Grow();
        return true;
    }

    private ValueTask<int> ReadAsync(Memory<byte> room)
    {
        var reading = answer.ReadAsync(room, lifetime.Token);
        if (!reading.IsCompleted) lifetime.Limit(_idle);
        return reading;
    }

    /// <summary>The body is large: what was read goes out, and the rest piece by piece, always one piece behind.</summary>
    private async ValueTask<PumpResult> FlowAsync(CallDemand demand, ReadOnlyMemory<byte> prompt)
    {
        if (answer.ContentLength > MaxBytes) return Failed(RelayErrors.AnswerTooLarge);
        await run.BeginAsync(answer.StatusCode, answer.ContentType);
        var response = run.Context.Response;
        response.ContentLength = answer.ContentLength;
        var held = _length;
        var next = ArrayPool<byte>.Shared.Rent(64 << 10);
        var tail = new byte[UsageTailBytes];
        var tailLength = 0;
        var total = (long)held;
        Remember(_buffer.AsSpan(0, held), tail, ref tailLength);
        try
        {
            while (true)
            {
                var read = await ReadAsync(next);
                Remember(next.AsSpan(0, read), tail, ref tailLength);
                if (read == 0)
                {
                    var usage = Measure(tail.AsSpan(0, tailLength), prompt.Span);
                    return PumpResult.Whole(usage, _buffer.AsMemory(0, held), demand.Answers);
                }

                // Nothing can be told inside of a body: the connection is cut.
                if ((total += read) > MaxBytes) return Measured(RelayErrors.AnswerTooLarge);

                // The limit is on the upstream's silence, not on how fast the client reads.
                lifetime.Unlimit();
                run.Trace?.Answer.Append(_buffer.AsSpan(0, held));
                await run.Client.WriteAsync(_buffer.AsMemory(0, held), lifetime.Token);
                (_buffer, next, held) = (next, _buffer, read);
            }
        }
        catch (UpstreamFailedException e) when (!lifetime.Token.IsCancellationRequested)
        {
            // No error can be told inside a JSON body: the connection is cut, so that the client does not take a part for the whole.
            return Measured(RelayErrors.Of(e.Failure));
        }
        catch (Exception e) when (lifetime.Explains(e))
        {
            var cut = CallCut.Of(lifetime.Reason);
            return PumpResult.Ended(cut.Outcome, Measure(tail.AsSpan(0, tailLength), prompt.Span), cut.Error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(next);
        }

        PumpResult Measured(ApiError error) =>
            PumpResult.Ended(Outcome.UpstreamFailed, Measure(tail.AsSpan(0, tailLength), prompt.Span), error);
    }

    private static void Remember(ReadOnlySpan<byte> piece, byte[] tail, ref int length)
    {
        if (piece.Length >= tail.Length)
        {
            piece[^tail.Length..].CopyTo(tail);
            length = tail.Length;
            return;
        }

        var keep = Math.Min(length, tail.Length - piece.Length);
        tail.AsSpan(length - keep, keep).CopyTo(tail);
        piece.CopyTo(tail.AsSpan(keep));
        length = keep + piece.Length;
    }

    // A quote inside a JSON text is escaped, so these bytes can only be a member's name.
    private static TokenUsage Measure(ReadOnlySpan<byte> tail, ReadOnlySpan<byte> prompt)
    {
        var meter = new AnswerMeter();
        var at = tail.LastIndexOf("\"usage\""u8);
        if (at >= 0) UsageReader.TryFind(tail[(at + 7)..], ref meter);
        return meter.Measure(prompt);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
