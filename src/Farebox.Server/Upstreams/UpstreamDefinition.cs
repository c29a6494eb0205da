namespace Farebox.Server.Upstreams;

/// <summary>Where an upstream comes from.</summary>
public enum UpstreamSource
{
    /// <summary>Added by an operator.</summary>
    Stored,

    /// <summary>Found in the environment at start.</summary>
    Environment,

    /// <summary>Part of Farebox.</summary>
    Embedded,
}

/// <summary>What is known of an upstream but its credential. Immutable.</summary>
public sealed record UpstreamDefinition
{
    /// <summary>Kind of any OpenAI-shaped provider.</summary>
    public const string OpenAi = "openai";

    /// <summary>Kind of the embedded model.</summary>
    public const string Eliza = "eliza";

    /// <summary>Id of the embedded upstream.</summary>
    public const string ElizaId = "up_eliza";

    /// <summary>The position behind all others: the embedded upstream's own.</summary>
    public const int LastPosition = 1_000_000;

    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Kind { get; init; }
    public required UpstreamSource Source { get; init; }

    /// <summary>Null for embedded kinds.</summary>
    public Uri? BaseUrl { get; init; }
    public bool HasCredential { get; init; }
    public bool AsksUsage { get; init; } = true;

    /// <summary>Whether the operator listed the models, so that they are not discovered.</summary>
    public bool ModelsListed { get; init; }

    /// <summary>Whether its models cost nothing unless they have a price of their own.</summary>
    public bool Free { get; init; }
    public int Position { get; init; }
    public bool Enabled { get; init; } = true;

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Whether its models stand in only when nothing else does.</summary>
    public bool LastResort => Source == UpstreamSource.Embedded;

    /// <summary>Whether the upstream is asked which models it has.</summary>
    public bool IsDiscovered => Source != UpstreamSource.Embedded && !ModelsListed;

    /// <summary>
    /// Whether its chat models refuse legacy completions: true of OpenAI itself and of eliza, while the servers that people run
    /// themselves (Ollama, vLLM, llama.cpp) answer <c>/v1/completions</c> for every model.
    /// </summary>
    public bool TranslatesCompletions => Kind == Eliza || (BaseUrl is { Host: var host }
        && (host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".openai.azure.com", StringComparison.OrdinalIgnoreCase)));
}
