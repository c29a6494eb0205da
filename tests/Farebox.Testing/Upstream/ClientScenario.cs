namespace Farebox.Testing.Upstream;

/// <summary>What the official clients in <c>tests/clients</c> must find behind the server that they call.</summary>
public static class ClientScenario
{
    /// <summary>A model whose stream says one thing and then neither goes on nor ends, for a client that aborts.</summary>
    public const string EndlessModel = "endless";

    /// <summary>Sets models and answers; what is not special is answered as by <see cref="OpenAiLike"/>.</summary>
    public static void Prepare(ScriptedUpstream upstream)
    {
        upstream.Models = ["gpt-4o-mini", "text-embedding-3-small", "gpt-3.5-turbo-instruct", EndlessModel];
        var endless = Answers.ChatStream(new StreamScript { StopAfterFrames = 2, Ending = StreamEnding.Silence });
        upstream.AlwaysFor(
            "/v1/chat/completions", call => call.Request.Model == EndlessModel ? endless(call) : OpenAiLike.Answer(call));
    }
}
