namespace Farebox.Contracts.Limits;

/// <summary>The limits of organizations that have spent so much.</summary>
public sealed record Tier : LimitMembers
{
    /// <summary>Always <c>tier</c>.</summary>
    public string Object { get; init; } = "tier";

    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>USD, as an exact decimal.</summary>
    public required string FromSpentUsd { get; init; }
}

/// <summary>The tier of an organization, and the limits that follow.</summary>
public sealed record OrganizationTier : LimitMembers
{
    /// <summary>Always <c>organization.tier</c>.</summary>
    public string Object { get; init; } = "organization.tier";
    public required string OrganizationId { get; init; }
    public required string Tier { get; init; }

    /// <summary>Whether an operator chose it; else what was spent decides.</summary>
    public required bool IsPinned { get; init; }

    /// <summary>What was ever charged to it, as an exact decimal.</summary>
    public required string SpentUsd { get; init; }

    /// <summary>What it reaches next by spending; null at the top, or when it is pinned.</summary>
    public string? NextTier { get; init; }

    /// <summary>USD that it must have spent for that.</summary>
    public string? NextTierFromSpentUsd { get; init; }
}

/// <summary>Body of deciding about an organization's tier: what is absent stays as it is.</summary>
public sealed record OrganizationTierRequest : LimitMembers
{
    /// <summary>The tier to pin it to. The numbers beside it go before the tier's.</summary>
    public string? Tier { get; init; }
}
