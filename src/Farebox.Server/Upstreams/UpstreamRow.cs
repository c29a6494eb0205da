namespace Farebox.Server.Upstreams;

/// <summary>A row of <c>upstreams</c>, its credential still encrypted.</summary>
internal sealed class UpstreamRow
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Kind { get; init; }
    public string? BaseUrl { get; init; }
    public byte[]? Credential { get; init; }
    public bool AsksUsage { get; init; }
    public bool ModelsListed { get; init; }
    public bool Free { get; init; }
    public int Position { get; init; }
    public long? DisabledAt { get; init; }
    public long CreatedAt { get; init; }
}

/// <summary>A row of <c>upstream_overrides</c>.</summary>
internal sealed class UpstreamOverrideRow
{
    public required string Id { get; init; }
    public int? Position { get; init; }
    public long? DisabledAt { get; init; }
}

/// <summary>A row of <c>upstream_models</c>.</summary>
internal sealed class UpstreamModelRow
{
    public required string UpstreamId { get; init; }
    public required string Name { get; init; }
    public long CreatedAt { get; init; }
}

/// <summary>All that the store knows of upstreams.</summary>
/// <param name="Upstreams">In the order in which they are tried.</param>
/// <param name="Models">By upstream id, in the upstream's order.</param>
internal sealed record StoredUpstreams(
    IReadOnlyList<UpstreamRow> Upstreams, IReadOnlyDictionary<string, UpstreamOverrideRow> Overrides, ILookup<string, UpstreamModelRow> Models);
