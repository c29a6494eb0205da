using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Farebox.Contracts;

namespace Farebox.Client.Chat;

/// <summary>Streamed chat completions, from Farebox or any OpenAI-shaped address.</summary>
public sealed class ChatClient
{
    private readonly ApiTransport _transport;

    internal ChatClient(ApiTransport transport) => _transport = transport;

    /// <summary>Yields the frames as they come; cancelling ends the call at the server too.</summary>
    /// <exception cref="FareboxApiException">Refused, or failed or cut off in the middle.</exception>
    /// <exception cref="FareboxUnreachableException">No answer came, or the connection broke.</exception>
    public async IAsyncEnumerable<ChatChunk> StreamAsync(
        ChatRequest request, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var response = await StartAsync(request, cancel);
        var requestId = ErrorReading.RequestIdOf(response);
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        var frames = SseParser.Create(body).EnumerateAsync(cancel).GetAsyncEnumerator(cancel);
        await using var ending = frames.ConfigureAwait(false);
        var finished = false;
        while (await NextAsync(frames, response, cancel))
        {
            if (frames.Current.Data == "[DONE]")
                yield break;
            var chunk = ChatChunkReading.Read(frames.Current.Data, requestId);
            finished |= chunk.FinishReason is not null;
            yield return chunk;
        }
        // Some servers never send [DONE]; an answer that gave its reason to end is whole all the same.
        if (!finished)
            throw new FareboxApiException(
                200, new ErrorDetail("The answer broke off before its end.", "", null, null), requestId);
    }

    /// <summary>Asks for usage; an address that refuses just that is asked again without.</summary>
    private async Task<HttpResponseMessage> StartAsync(ChatRequest request, CancellationToken cancel)
    {
        try
        {
            return await PostAsync(request, cancel);
        }
        catch (FareboxApiException refused) when (
            refused.Status is 400 or 422 && request.StreamOptions is not null
            && (refused.Param + refused.Message).Contains("stream_options", StringComparison.Ordinal))
        {
            return await PostAsync(request with { StreamOptions = null }, cancel);
        }
    }

    private Task<HttpResponseMessage> PostAsync(ChatRequest request, CancellationToken cancel) =>
        _transport.SendAsync(HttpMethod.Post, "/chat/completions", request, HttpCompletionOption.ResponseHeadersRead, cancel);

    private static async Task<bool> NextAsync(
        IAsyncEnumerator<SseItem<string>> frames, HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return await frames.MoveNextAsync();
        }
        catch (Exception failure) when (ApiTransport.IsNoAnswer(failure, cancel))
        {
            throw Unreachable.From(failure, response.RequestMessage!.RequestUri!);
        }
    }
}
