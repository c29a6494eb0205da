using System.IO.Pipelines;
using System.Text.Json;
using Farebox.Contracts;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.Dialects;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Upstreams;

namespace Farebox.Server.Relay;

/// <summary>
/// Step (8) for server-sent events: each frame leaves when it arrives, with its own bytes, but for what came only because Farebox asked
/// for usage. The frame that ends the stream is held until the call is settled.
/// </summary>
internal sealed class StreamPump(CallRun run, UpstreamAnswer answer, CallLifetime lifetime, FareboxOptions options, TimeProvider clock,
    Surface surface, Func<string, string> scrub) : IAnswerPump
{
    private static readonly byte[] DoneFrame = "data: [DONE]\n\n"u8.ToArray();
    private static readonly byte[] KeepAliveFrame = ": keep-alive\n\n"u8.ToArray();

    private readonly SseFrames _frames = new(options.MaxStreamFrameBytes);
    private readonly PipeWriter _client = run.Context.Response.BodyWriter;
    private AnswerMeter _meter;
    private ReadOnlyMemory<byte>? _end;
    private ReadOnlyMemory<byte> _held;
    private ApiError? _error;
    private long _readBytes;
    private bool _isEmpty = true;
    private bool _hasOutput;

    /// <summary>Pumps to the end of the stream, or to what cuts it short.</summary>
    public async ValueTask<PumpResult> RunAsync(Outgoing outgoing, ReadOnlyMemory<byte> prompt) =>
        await PumpAsync(outgoing.Request, prompt, outgoing.Translator) with { Images = _meter.Images, IsEventStream = HasChoices, IsEmpty = _isEmpty };

    private async ValueTask<PumpResult> PumpAsync(RelayRequest request, ReadOnlyMemory<byte> prompt, IAnswerTranslator? translator)
    {
        await run.BeginAsync(answer.StatusCode, "text/event-stream; charset=utf-8");
        run.Context.Response.Headers.CacheControl = "no-cache";
        run.Trace?.IsEventStream = true;
        var hidesUsage = HasChoices && !request.AsksUsage;
        try
        {
            while (_end is null && _error is null && await ReadAsync() is var read and > 0)
            {
                _frames.Filled(read);
                if ((_readBytes += read) > (long)options.MaxAnswerMib << 20) _error = RelayErrors.AnswerTooLarge;
                while (_end is null && _error is null && _frames.TryTake(out var frame)) Handle(frame, hidesUsage, translator);
                if (_frames.IsOverfull) _error = RelayErrors.AnswerTooLarge;
                if (_client.UnflushedBytes > 0) await run.Client.FlushAsync(lifetime.Token);
            }

            // The last frame may lack the empty line behind it.
            if (_end is null && _error is null && !_frames.Rest.IsEmpty) Handle((byte[])[.. _frames.Rest, .. "\n\n"u8], hidesUsage, translator);
        }
        catch (UpstreamFailedException e) when (!lifetime.Token.IsCancellationRequested)
        {
            _error = RelayErrors.Of(e.Failure);
        }
        catch (JsonException)
        {
            _error = RelayErrors.Of(UpstreamFailure.Garbage);
        }
        catch (Exception e) when (lifetime.Explains(e))
        {
            var cut = CallCut.Of(lifetime.Reason);
            var usage = cut.Outcome == Outcome.UpstreamFailed && _isEmpty ? default : _meter.Measure(prompt.Span);
            return PumpResult.Ended(cut.Outcome, usage, null, EventOf(cut.Error)) with { ErrorCode = cut.Error?.Code };
        }

        return Finish(prompt.Span);
    }

    /// <inheritdoc/>
    public void Dispose() => _frames.Dispose();

    // Only these can have been asked for usage, and only these end with [DONE].
    private bool HasChoices => surface is Surface.ChatCompletions or Surface.Completions;

    private PumpResult Finish(ReadOnlySpan<byte> prompt)
    {
        var usage = _meter.Measure(prompt);
        if (_end is { } end) return PumpResult.Whole(usage, end);

        // Some upstreams leave out [DONE]: a stream whose choices all said why they ended is whole, and its client gets what it waits for.
        if (_error is null && _meter.Finished) return PumpResult.Whole(usage, DoneFrame);

        // A stream of images ends with the event that brings the usage, and has no other sign of its end.
        if (_error is null && !HasChoices) return PumpResult.Whole(usage, _held);
        var error = _error ?? RelayErrors.Of(UpstreamFailure.Broken);
        return PumpResult.Ended(Outcome.UpstreamFailed, _isEmpty ? default : usage, null, EventOf(error)) with { ErrorCode = error.Code };
    }

    private void Handle(ReadOnlyMemory<byte> frame, bool hidesUsage, IAnswerTranslator? translator)
    {
        if (!_held.IsEmpty) Write(_held.Span);
        _held = default;
        var data = SseFrame.Data(frame.Span);
        var payload = frame.Span.Slice(data.Start, data.Length);
        if (data.Length == 0)
        {
            Write(frame.Span);
        }
        else if (SseFrame.IsDone(payload))
        {
            _end = frame.ToArray();
        }
        else if (!_meter.Listen(payload))
        {
            _error = RelayErrors.Of(UpstreamFailure.Garbage);
        }
        else if (_meter.HasError)
        {
            _error = UpstreamRefusals.OfEvent(payload, scrub);
        }
        else
        {
            _isEmpty = false;
            if (!_hasOutput && _meter.HasOutput)
            {
                _hasOutput = true;
                run.NoteFirstToken();
            }

            Pass(frame, data, hidesUsage, translator);
        }
    }

    private void Pass(ReadOnlyMemory<byte> frame, Slice data, bool hidesUsage, IAnswerTranslator? translator)
    {
        if (!hidesUsage || _meter.UsageMember is not { } usage)
        {
            Send(frame, frame.Span.Slice(data.Start, data.Length), translator);
        }
        else if (!_meter.IsUsageOnly)
        {
            var (before, after) = SseFrame.Without(frame, data, usage);
            byte[] without = [.. before.Span, .. after.Span];
            var stripped = SseFrame.Data(without);
            Send(without, without.AsSpan(stripped.Start, stripped.Length), translator);
        }
    }

    private void Send(ReadOnlyMemory<byte> frame, ReadOnlySpan<byte> payload, IAnswerTranslator? translator)
    {
        if (!HasChoices && _meter.UsageMember is not null)
        {
            _held = frame.ToArray();
            return;
        }

        if (translator is null)
        {
            Write(frame.Span);
            return;
        }

        var translated = translator.Chunk(payload);
        if (translated.Length == 0) return;
        Write("data: "u8);
        Write(translated);
        Write("\n\n"u8);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _client.Write(bytes);
        run.Trace?.Answer.Append(bytes);
    }

    /// <summary>Reads on; every so often of silence the client gets a comment, and after too long a silence the call is cut.</summary>
    private ValueTask<int> ReadAsync()
    {
        var reading = answer.ReadAsync(_frames.Room(), lifetime.Token);
        return reading.IsCompleted ? reading : WaitAsync(reading.AsTask());
    }

    private async ValueTask<int> WaitAsync(Task<int> reading)
    {
        var silent = TimeSpan.Zero;
        var limit = TimeSpan.FromSeconds(options.UpstreamIdleSeconds);
        while (true)
        {
            var wait = TimeSpan.FromSeconds(options.KeepAliveSeconds);
            if (wait > limit - silent) wait = limit - silent;
            try
            {
                return await reading.WaitAsync(wait, clock);
            }
            catch (TimeoutException)
            {
                if (reading.IsCompleted) return await reading;
            }

            silent += wait;
            if (silent >= limit)
            {
                lifetime.Cut();
                return await reading;
            }

            await FillSilenceAsync(reading);
        }
    }

    private async ValueTask FillSilenceAsync(Task<int> reading)
    {
        try
        {
            await run.Client.WriteAsync(KeepAliveFrame, lifetime.Token);
        }
        catch
        {
            // The read still owns the buffer: it has to end before the buffer is given back.
            lifetime.Cut();
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private static byte[] EventOf(ApiError? error) => error is null
        ? []
        : [.. "data: "u8, .. JsonSerializer.SerializeToUtf8Bytes(
            new ErrorBody(new ErrorDetail(error.Message, error.Type, error.Param, error.Code)), FareboxJson.Options), .. "\n\n"u8];
}

file static class PipeWriterBytes
{
    public static void Write(this PipeWriter writer, ReadOnlySpan<byte> bytes) => System.Buffers.BuffersExtensions.Write(writer, bytes);
}
