using System.Runtime.InteropServices;
using System.Text.Json;
using Farebox.Contracts;
using Farebox.Server.Platform;

namespace Farebox.Server.Dialects;

/// <summary>
/// The fields of a legacy completion that mean something else in a chat, or nothing: everything not named here is copied. Of a field
/// that stands there twice the last one counts, as in every common JSON reader.
/// </summary>
internal struct LegacyFields
{
    private JsonElement _bestOf;
    private JsonElement _choices;
    private JsonElement _echo;
    private JsonElement _logprobs;
    private JsonElement _maxCompletionTokens;
    private JsonElement _maxTokens;
    private JsonElement _messages;
    private JsonElement _prompt;
    private JsonElement _suffix;

    /// <summary>The last <c>model</c>, as it stands.</summary>
    public JsonElement Model { get; private set; }

    /// <summary>True when the prompt goes before the answer.</summary>
    public readonly bool Echo => _echo.ValueKind == JsonValueKind.True;

    /// <summary>The prompt as a JSON string, quotes included.</summary>
    /// <remarks>
    /// Without a prompt a completion model begins a new document. A chat has no such thing; its nearest is a user who says nothing,
    /// which OpenAI accepts. An upstream that does not answers with its own 400.
    /// </remarks>
    public readonly ReadOnlySpan<byte> Prompt => _prompt.ValueKind switch
    {
        JsonValueKind.String => JsonMarshal.GetRawUtf8Value(_prompt),
        JsonValueKind.Array => JsonMarshal.GetRawUtf8Value(_prompt[0]),
        _ => "\"\""u8,
    };

    /// <summary>
    /// The limit on the output in LLM tokens, as JSON. A completion without <c>max_tokens</c> ends after 16, a chat only with the
    /// model's own limit: a script written for the former must not get, and pay for, the latter. Clients that know the newer name
    /// may use it here too.
    /// </summary>
    public readonly ReadOnlySpan<byte> OutputLimit =>
        IsSet(_maxTokens) ? JsonMarshal.GetRawUtf8Value(_maxTokens)
        : IsSet(_maxCompletionTokens) ? JsonMarshal.GetRawUtf8Value(_maxCompletionTokens)
        : "16"u8;

    /// <summary>Keeps a member; false when it is not one of these and is to be copied.</summary>
    public bool Take(JsonProperty member)
    {
        if (member.NameEquals("model"u8)) Model = member.Value;
        else if (member.NameEquals("prompt"u8)) _prompt = member.Value;
        else if (member.NameEquals("max_tokens"u8)) _maxTokens = member.Value;
        else if (member.NameEquals("max_completion_tokens"u8)) _maxCompletionTokens = member.Value;
        else if (member.NameEquals("echo"u8)) _echo = member.Value;
        else if (member.NameEquals("suffix"u8)) _suffix = member.Value;
        else if (member.NameEquals("best_of"u8)) _bestOf = member.Value;
        else if (member.NameEquals("logprobs"u8)) _logprobs = member.Value;
        else if (member.NameEquals("messages"u8)) _messages = member.Value;
        else
        {
            // Both surfaces have it, and best_of is measured by it.
            if (member.NameEquals("n"u8)) _choices = member.Value;
            return false;
        }

        return true;
    }

    /// <summary>What cannot be said to a chat model, or null. Nothing that would change the answer is dropped in silence.</summary>
    public readonly ApiError? Check() => CheckPrompt() ?? CheckMessages() ?? CheckLimits() ?? CheckEcho() ?? CheckSuffix() ?? CheckBestOf()
        ?? CheckLogprobs();

    private readonly ApiError? CheckPrompt()
    {
        if (!IsSet(_prompt) || _prompt.ValueKind == JsonValueKind.String) return null;
        if (_prompt.ValueKind != JsonValueKind.Array) return ApiErrors.WrongType("prompt", "a string, or an array that holds one string");

        var prompts = _prompt.GetArrayLength();
        if (prompts == 0) return ApiErrors.Invalid("prompt", "'prompt' is an empty array. Send a string.");
        if (_prompt[0].ValueKind is JsonValueKind.Number or JsonValueKind.Array)
        {
            return ApiErrors.Invalid(
                "prompt", "This model answers chats, which cannot take 'prompt' as token numbers. Send the prompt's text as a string.");
        }

        if (prompts > 1)
        {
            return ApiErrors.Invalid(
                "prompt",
                $"This model answers chats, which take one prompt at a time; 'prompt' holds {prompts}. Send one request per prompt.");
        }

        return _prompt[0].ValueKind == JsonValueKind.String ? null : ApiErrors.WrongType("prompt[0]", "a string");
    }

    private readonly ApiError? CheckMessages() => _messages.ValueKind == JsonValueKind.Undefined
        ? null
        : Unsupported("messages", "A completion takes 'prompt'. Send 'messages' to /v1/chat/completions.");

    private readonly ApiError? CheckLimits() => IsSet(_maxTokens) && IsSet(_maxCompletionTokens)
        ? ApiErrors.Invalid("max_completion_tokens", "'max_tokens' and 'max_completion_tokens' say the same. Send one of them.")
        : null;

    private readonly ApiError? CheckEcho() => !IsSet(_echo) || _echo.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? null
        : ApiErrors.WrongType("echo", "a boolean");

    private readonly ApiError? CheckSuffix()
    {
        if (!IsSet(_suffix)) return null;
        if (_suffix.ValueKind != JsonValueKind.String) return ApiErrors.WrongType("suffix", "a string");
        return JsonMarshal.GetRawUtf8Value(_suffix).Length == 2
            ? null
            : Unsupported("suffix", "This model answers chats and cannot insert text before a 'suffix'. Leave 'suffix' out, and say in "
                + "the prompt what must follow.");
    }

    private readonly ApiError? CheckBestOf()
    {
        if (!IsSet(_bestOf)) return null;
        if (_bestOf.ValueKind != JsonValueKind.Number || !_bestOf.TryGetInt64(out var candidates))
            return ApiErrors.WrongType("best_of", "an integer");

        // As many candidates as answers means that all of them are returned: that is n alone.
        var answers = _choices.ValueKind == JsonValueKind.Number && _choices.TryGetInt64(out var n) ? n : 1;
        return candidates <= Math.Max(answers, 1)
            ? null
            : Unsupported("best_of", "This model answers chats and cannot choose among 'best_of' candidates. Leave 'best_of' out, or "
                + "ask for all of them with 'n'.");
    }

    // Zero asks too: for the log probability of each token that was chosen. False asks for nothing.
    private readonly ApiError? CheckLogprobs() => !IsSet(_logprobs) || _logprobs.ValueKind == JsonValueKind.False
        ? null
        : Unsupported("logprobs", "This model answers chats, whose log probabilities do not fit a completion. Leave 'logprobs' out, or "
            + "send a chat to /v1/chat/completions with 'logprobs': true.");

    private static bool IsSet(JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    private static ApiError Unsupported(string param, string message) =>
        new(400, "invalid_request_error", ErrorCodes.UnsupportedParameter, message, param);
}
