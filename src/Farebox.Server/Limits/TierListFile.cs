namespace Farebox.Server.Limits;

/// <summary>A file of tiers.</summary>
internal sealed record TierListFile
{
    public IReadOnlyList<TierListEntry>? Tiers { get; init; }
}

/// <summary>One tier of a file.</summary>
internal sealed record TierListEntry : Contracts.Limits.LimitMembers
{
    public string? Name { get; init; }

    /// <summary>USD that an organization must have spent, a decimal from 0.</summary>
    public string? FromSpentUsd { get; init; }
}
