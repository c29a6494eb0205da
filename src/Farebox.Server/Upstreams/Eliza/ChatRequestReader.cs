using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Farebox.Server.Upstreams.Eliza;

/// <summary>Reads and checks the body of a chat-completions call.</summary>
internal static class ChatRequestReader
{
    private const int MaxChoices = 128;
    private const int MaxStops = 4;

    /// <summary>Reads a body; exactly one of the two results is there.</summary>
    /// <param name="json">UTF-8 JSON, untrusted.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out ChatRequest? request, [NotNullWhen(false)] out ChatRefusal? refusal)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var refusals = new Refusals();
            request = Read(document.RootElement, refusals);
            refusal = refusals.First;
            return refusal is null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how JsonElement tells that a string is not Unicode: a lone surrogate, broken UTF-8.
            request = null;
            refusal = new ChatRefusal(400, "The body of the request could not be read as JSON.", null, null);
            return false;
        }
    }

    private static ChatRequest? Read(JsonElement root, Refusals refusals)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            refusals.NotAllowed(null, "The body of the request must be a JSON object.");
            return null;
        }

        var fields = new FieldReader(root, "", refusals);
        var request = new ChatRequest
        {
            Messages = ChatMessageReader.Read(fields, refusals),
            Seed = fields.Integer("seed", long.MinValue, long.MaxValue),
            Choices = (int)(Bounded("n", MaxChoices) ?? 1),
            Stops = ReadStops(fields, refusals),
            MaxTokens = (int?)Smaller(Bounded("max_tokens", int.MaxValue), Bounded("max_completion_tokens", int.MaxValue)),
            Stream = fields.Flag("stream"),
            IncludeUsage = fields.Within("stream_options")?.Flag("include_usage") ?? false,
        };
        if (!request.Stream && fields.Find("stream_options") is not null)
        {
            refusals.NotAllowed("stream_options", "The 'stream_options' parameter is only allowed when 'stream' is true.");
        }

        return refusals.First is null ? request : null;

        long? Bounded(string name, long most) => fields.Integer(name, 1, most);
    }

    private static long? Smaller(long? one, long? other) => one is null || other < one ? other : one;

    private static List<string> ReadStops(FieldReader fields, Refusals refusals)
    {
        var stops = new List<string>();
        switch (fields.Find("stop"))
        {
            case null:
                break;
            case { ValueKind: JsonValueKind.String } stop:
                stops.Add(stop.GetString()!);
                break;
            case { ValueKind: JsonValueKind.Array } list:
                if (list.GetArrayLength() > MaxStops) refusals.TooLong("stop", MaxStops, list.GetArrayLength());
                foreach (var stop in list.EnumerateArray())
                {
                    if (stop.ValueKind == JsonValueKind.String) stops.Add(stop.GetString()!);
                    else refusals.WrongType($"stop[{stops.Count}]", "a string", stop);
                }

                break;
            case { } other:
                refusals.WrongType("stop", "a string or an array of strings", other);
                break;
        }

        return stops;
    }
}
