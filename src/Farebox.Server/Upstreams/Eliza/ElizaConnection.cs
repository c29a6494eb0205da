using Farebox.Kernel.Routing;
using Farebox.Server.Upstreams.Eliza.Engine;

namespace Farebox.Server.Upstreams.Eliza;

/// <summary>
/// The embedded upstream: Weizenbaum's ELIZA behind OpenAI's chat-completions shapes, in this process, free, with no
/// network. Heeds <c>messages</c>, <c>seed</c>, <c>n</c>, <c>stop</c>, <c>max_tokens</c>, <c>max_completion_tokens</c>,
/// <c>stream</c> and <c>stream_options.include_usage</c>; ignores every other field. The same messages and seed get the
/// same answer as long as <c>system_fingerprint</c> stays the same.
/// </summary>
/// <param name="clock">Dates the answers and paces the streams.</param>
/// <param name="newId">Makes the part of a completion's id behind <c>chatcmpl-</c>; safe for concurrent use.</param>
/// <param name="wordDelay">Pause between the words of a stream, at least zero; zero sends all at once.</param>
public sealed class ElizaConnection(TimeProvider clock, Func<string> newId, TimeSpan wordDelay = default) : IUpstreamConnection
{
    private static readonly IReadOnlyList<string> Models = [ElizaModel.Name];

    /// <inheritdoc/>
    public ValueTask<UpstreamAnswer> SendAsync(UpstreamRequest request, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromException<UpstreamAnswer>(new RequestNotSentException(cancellationToken))
            : ValueTask.FromResult<UpstreamAnswer>(Answer(request));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken) => Task.FromResult(Models);

    /// <summary>Holds nothing; there is nothing to release.</summary>
    public void Dispose()
    {
    }

    private ElizaAnswer Answer(UpstreamRequest request)
    {
        if (request.Surface != Surface.ChatCompletions) return Refuse(OnlyChats);
        if (!ChatRequestReader.TryRead(request.Body.ToArray(), out var chat, out var refusal)) return Refuse(refusal);

        var completion = new ChatCompletion(
            $"chatcmpl-{newId()}",
            clock.GetUtcNow().ToUnixTimeSeconds(),
            $"fp_{Script.Doctor.Fingerprint}",
            ElizaModel.CountPrompt(chat),
            ElizaModel.Answer(chat));
        if (!chat.Stream) return ElizaAnswer.Json(200, ChatJson.Whole(completion));

        var (bytes, breaths) = ChatEventStream.Write(completion, chat.IncludeUsage);
        return ElizaAnswer.Events(bytes, new Pace(breaths, wordDelay, clock));
    }

    private static ElizaAnswer Refuse(ChatRefusal refusal) => ElizaAnswer.Json(refusal.StatusCode, ChatJson.Error(refusal));

    private static ChatRefusal OnlyChats =>
        new(404, "The model 'eliza' only chats: it answers /v1/chat/completions and no other path.", "model", null);
}
