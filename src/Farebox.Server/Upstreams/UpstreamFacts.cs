namespace Farebox.Server.Upstreams;

/// <summary>What the audit log tells of a stored upstream: all of its settings, and of its credential only whether there is one.</summary>
internal sealed record UpstreamFacts
{
    public required string Name { get; init; }
    public required string Kind { get; init; }
    public string? BaseUrl { get; init; }

    /// <summary><c>none</c> or <c>set</c>; after a change, <c>replaced</c>.</summary>
    public required string Credential { get; init; }
    public bool AsksUsage { get; init; }
    public bool Free { get; init; }
    public int Position { get; init; }
    public bool Enabled { get; init; }

    /// <summary>Null when they are discovered.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <param name="row">As it is in the store.</param>
    /// <param name="models">Those that were listed; null when they are discovered.</param>
    public static UpstreamFacts Of(UpstreamRow row, IReadOnlyList<string>? models) => new()
    {
        Name = row.Name, Kind = row.Kind, BaseUrl = row.BaseUrl, Credential = row.Credential is null ? "none" : "set",
        AsksUsage = row.AsksUsage, Free = row.Free, Position = row.Position, Enabled = row.DisabledAt is null, Models = models,
    };
}
