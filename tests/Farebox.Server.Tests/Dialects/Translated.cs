using System.Text;
using System.Text.Json.Nodes;
using Farebox.Server.Dialects;
using Farebox.Server.Platform;

namespace Farebox.Server.Tests.Dialects;

/// <summary>Legacy completions through the translator, as text in and JSON out.</summary>
internal static class Translated
{
    /// <summary>The chat body of a request that must be accepted.</summary>
    public static JsonObject Request(string legacy, string upstreamModel = "gpt-4o-mini") =>
        JsonNode.Parse(RequestText(legacy, upstreamModel))!.AsObject();

    /// <summary>The same as the bytes that go out, read as text.</summary>
    public static string RequestText(string legacy, string upstreamModel = "gpt-4o-mini")
    {
        var (body, translator, error) = CompletionsDialect.ToChat(Encoding.UTF8.GetBytes(legacy), upstreamModel);
        Assert.Null(error);
        Assert.NotNull(translator);
        return Encoding.UTF8.GetString(body!);
    }

    /// <summary>The error of a request that must be refused.</summary>
    public static ApiError Refusal(string legacy)
    {
        var (body, translator, error) = CompletionsDialect.ToChat(Encoding.UTF8.GetBytes(legacy), "gpt-4o-mini");
        Assert.Null(body);
        Assert.Null(translator);
        Assert.NotNull(error);
        return error;
    }

    /// <summary>A translator of answers to a request for <paramref name="prompt"/>.</summary>
    public static IAnswerTranslator Answers(string prompt = "Hi", bool echo = false)
    {
        var request = new JsonObject { ["model"] = "m", ["prompt"] = prompt, ["echo"] = echo };
        return CompletionsDialect.ToChat(Encoding.UTF8.GetBytes(request.ToJsonString()), "m").Translator!;
    }

    /// <summary>A whole answer.</summary>
    public static JsonObject Whole(this IAnswerTranslator translator, string chat) =>
        JsonNode.Parse(translator.Whole(Encoding.UTF8.GetBytes(chat)))!.AsObject();

    /// <summary>One chunk, or null when it is dropped.</summary>
    public static JsonObject? Chunk(this IAnswerTranslator translator, string chat) =>
        translator.Chunk(Encoding.UTF8.GetBytes(chat)) is { Length: > 0 } chunk ? JsonNode.Parse(chunk)!.AsObject() : null;
}
