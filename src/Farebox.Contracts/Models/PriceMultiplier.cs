namespace Farebox.Contracts.Models;

/// <summary>One version of a factor on the prices of one model, or on all prices for one organization; both apply. Never changed or deleted.</summary>
public sealed record PriceMultiplier
{
    /// <summary>Always <c>catalog.multiplier</c>.</summary>
    public string Object { get; init; } = "catalog.multiplier";

    /// <summary>What charges name.</summary>
    public required string Id { get; init; }

    /// <summary>The model, or null.</summary>
    public string? Model { get; init; }

    /// <summary>The organization, or null.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>A decimal; <c>1</c> changes nothing.</summary>
    public required string Multiplier { get; init; }

    /// <summary><c>in_effect</c>, <c>scheduled</c> or <c>inactive</c>.</summary>
    public required string State { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long EffectiveFrom { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long CreatedAt { get; init; }
}

/// <summary>Body of a new version of a multiplier: of a model or of an organization.</summary>
public sealed record MultiplierRequest
{
    public string? Model { get; init; }
    public string? OrganizationId { get; init; }

    /// <summary>A decimal from 0 to 100 with up to six places.</summary>
    public string? Multiplier { get; init; }

    /// <summary>Unix seconds, not in the past; now when absent.</summary>
    public long? EffectiveFrom { get; init; }
}
