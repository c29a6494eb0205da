namespace Farebox.Contracts.Upstreams;

/// <summary>Body of adding (name and base URL required) or changing (what is absent stays) an upstream.</summary>
public sealed record UpstreamSettings
{
    /// <summary>Unique, 1 to 64 of letters, digits, <c>-</c>, <c>_</c>, <c>.</c>.</summary>
    public string? Name { get; init; }

    /// <summary><c>openai</c>: any OpenAI-shaped base URL.</summary>
    public string? Kind { get; init; }

    /// <summary>With the version in it: <c>https://api.openai.com/v1</c>.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Kept encrypted, never shown again; an empty string removes it.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The models to serve by the upstream's own names; discovered when absent; an empty list returns to discovery.</summary>
    public IReadOnlyList<string>? Models { get; init; }
    public bool? AsksUsage { get; init; }

    /// <summary>Whether its models cost nothing unless they have a price of their own.</summary>
    public bool? Free { get; init; }
    public bool? Enabled { get; init; }
    public int? Position { get; init; }
}

/// <summary>What a test of an upstream found.</summary>
/// <param name="Ok">Whether it answered with a list of models.</param>
/// <param name="DurationMs">Until the list was there, milliseconds.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record UpstreamTest(string Object, string UpstreamId, bool Ok, long DurationMs, IReadOnlyList<string> Models, string Message);
