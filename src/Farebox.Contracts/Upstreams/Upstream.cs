namespace Farebox.Contracts.Upstreams;

/// <summary>A provider connection as the operator sees it. The credential never comes back.</summary>
public sealed record Upstream
{
    /// <summary>Always <c>upstream</c>.</summary>
    public string Object { get; init; } = "upstream";
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary><c>openai</c> or <c>eliza</c>.</summary>
    public required string Kind { get; init; }
    public string? BaseUrl { get; init; }

    /// <summary>Whether a credential is kept for it.</summary>
    public required bool HasCredential { get; init; }

    /// <summary><c>stored</c> (added by an operator), <c>environment</c> (found at start) or <c>embedded</c>.</summary>
    public required string Source { get; init; }
    public required bool Enabled { get; init; }

    /// <summary>Lower comes first when several offer the same model.</summary>
    public required int Position { get; init; }

    /// <summary>The models it serves, by its own names.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Whether the models were listed by the operator rather than discovered.</summary>
    public required bool ModelsListed { get; init; }

    /// <summary>Whether streamed calls ask it for usage (<c>stream_options.include_usage</c>).</summary>
    public required bool AsksUsage { get; init; }

    /// <summary>Whether its models cost nothing unless they have a price of their own.</summary>
    public bool Free { get; init; }

    /// <summary><c>unknown</c>, <c>healthy</c> or <c>failing</c>, by the newest call or test.</summary>
    public required string Health { get; init; }

    /// <summary>What the newest failure was, for the operator.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was, Unix seconds.</summary>
    public long? LastErrorAt { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long CreatedAt { get; init; }
}
