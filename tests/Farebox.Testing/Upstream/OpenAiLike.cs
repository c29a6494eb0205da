using System.Text.Json;

namespace Farebox.Testing.Upstream;

/// <summary>
/// What an upstream without a script says: as OpenAI would, checking the key if one is set, the model and the required field.
/// A request with <c>tools</c> gets a call of the first of them, until it brings the tool's result.
/// </summary>
public static class OpenAiLike
{
    private const string ModelsPath = "/v1/models";

    /// <summary>The answer by path and body.</summary>
    public static Task Answer(UpstreamCall call) => Choose(call.Upstream, call.Request)(call);

    private static Answer Choose(ScriptedUpstream upstream, RecordedRequest request)
    {
        if (upstream.ApiKey is { } key && request.Header("Authorization") != $"Bearer {key}") return Answers.WrongKey();
        if (request.Method == "GET" && request.Path == ModelsPath) return Answers.Models(upstream.Models);
        if (request.Method == "GET" && request.Path.StartsWith(ModelsPath + "/", StringComparison.Ordinal))
        {
            var model = Uri.UnescapeDataString(request.Path[(ModelsPath.Length + 1)..]);
            return upstream.Models.Contains(model) ? Answers.Model(model) : Answers.ModelNotFound(model);
        }

        var (needed, answer) = request.Path switch
        {
            "/v1/chat/completions" => ("messages", Chat(request)),
            "/v1/completions" => ("prompt", Answers.ByStream(Answers.CompletionStream(), Answers.Completion())),
            "/v1/embeddings" => ("input", Answers.Embeddings()),
            "/v1/images/generations" => ("prompt", Answers.Images()),
            _ => (null, null),
        };
        if (answer is null || needed is null || request.Method != "POST")
        {
            return Answers.Error(404, "invalid_request_error", null, $"Invalid URL ({request.Method} {request.Path})");
        }

        if (request.Field(needed).ValueKind == JsonValueKind.Undefined)
        {
            return Answers.Error(
                400, "invalid_request_error", "missing_required_parameter", $"Missing required parameter: '{needed}'.", needed);
        }

        return request.Model is { } asked && !upstream.Models.Contains(asked) ? Answers.ModelNotFound(asked) : answer;
    }

    private static Answer Chat(RecordedRequest request)
    {
        if (FirstTool(request) is not { } tool) return Answers.ByStream(Answers.ChatStream(), Answers.Chat());
        var toolCall = new ToolCall("call_Scripted0001", tool, """{"city":"Zürich","unit":"celsius"}""");
        var script = new StreamScript { Pieces = [], ToolCalls = [toolCall] };
        return Answers.ByStream(Answers.ChatStream(script), Answers.ChatToolCalls(toolCall));
    }

    private static string? FirstTool(RecordedRequest request)
    {
        var hasResult = request.Field("messages") is { ValueKind: JsonValueKind.Array } messages
            && messages.EnumerateArray().Any(message => message.TryGetProperty("role", out var role) && role.ValueEquals("tool"));
        return !hasResult && request.Field("tools") is { ValueKind: JsonValueKind.Array } tools && tools.GetArrayLength() > 0
            ? tools[0].GetProperty("function").GetProperty("name").GetString()
            : null;
    }
}
