using Farebox.Kernel.Routing;
using Farebox.Server.Dialects;
using Farebox.Server.Platform;

namespace Farebox.Server.Relay;

/// <summary>The request as it goes out, before its model gets the upstream's name.</summary>
/// <param name="Body">The client's bytes, or their translation.</param>
/// <param name="Request">Where things are in them.</param>
/// <param name="Translator">Turns the answer back, when the body was translated.</param>
internal sealed record Outgoing(ReadOnlyMemory<byte> Body, RelayRequest Request, IAnswerTranslator? Translator)
{
    /// <summary>Translates a legacy completion for a model that only chats; leaves everything else as it is.</summary>
    public static (Outgoing Outgoing, ApiError? Error) Translate(Outgoing outgoing, RoutePlan plan, int maxJsonDepth)
    {
        if (!plan.TranslateToChat) return (outgoing, null);
        var (body, translator, error) = CompletionsDialect.ToChat(outgoing.Body, plan.Model.Routes[0].UpstreamModel);
        if (error is not null) return (outgoing, error);
        (var request, error) = RelayRequestReader.Read(body, Surface.ChatCompletions, maxJsonDepth);
        return (new Outgoing(body, request!, translator), error);
    }
}
