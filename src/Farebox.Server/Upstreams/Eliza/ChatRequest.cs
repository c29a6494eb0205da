namespace Farebox.Server.Upstreams.Eliza;

/// <summary>The fields of a chat-completions request that ELIZA heeds. All others are ignored.</summary>
internal sealed record ChatRequest
{
    /// <summary>At least one.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>Chooses among equally good answers.</summary>
    public required long? Seed { get; init; }

    /// <summary>Answers wanted, 1 to 128.</summary>
    public required int Choices { get; init; }

    /// <summary>Texts before which an answer ends; at most four.</summary>
    public required IReadOnlyList<string> Stops { get; init; }

    /// <summary>Longest answer in LLM tokens, or null.</summary>
    public required int? MaxTokens { get; init; }

    /// <summary>Whether the answer comes as server-sent events.</summary>
    public required bool Stream { get; init; }

    /// <summary>Whether a stream ends with a chunk that tells the usage.</summary>
    public required bool IncludeUsage { get; init; }
}
