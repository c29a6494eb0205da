using System.Text.Json.Nodes;

namespace Farebox.Testing.Upstream;

/// <summary>LLM tokens that an answer claims.</summary>
/// <param name="Prompt">Tokens of the prompt, cached ones among them.</param>
/// <param name="Completion">Tokens of the answer, reasoning ones among them.</param>
/// <param name="Cached">Those of <paramref name="Prompt"/> that were read from the provider's cache.</param>
/// <param name="Reasoning">Those of <paramref name="Completion"/> that were thought and not shown.</param>
public sealed record TokenUsage(int Prompt, int Completion, int Cached = 0, int Reasoning = 0)
{
    /// <summary>Numbers that are unlikely to be hit by an estimate.</summary>
    public static TokenUsage Typical { get; } = new(1019, 257, 512, 64);

    /// <summary>Prompt and completion together.</summary>
    public int Total => Prompt + Completion;

    /// <summary>As chat and legacy completions spell it.</summary>
    public JsonObject ToJson() => new()
    {
        ["prompt_tokens"] = Prompt,
        ["completion_tokens"] = Completion,
        ["total_tokens"] = Total,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = Cached, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject
        {
            ["reasoning_tokens"] = Reasoning,
            ["audio_tokens"] = 0,
            ["accepted_prediction_tokens"] = 0,
            ["rejected_prediction_tokens"] = 0,
        },
    };
}
