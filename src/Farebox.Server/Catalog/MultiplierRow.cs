using Farebox.Kernel.Pricing;

namespace Farebox.Server.Catalog;

/// <summary>A row of <c>price_multipliers</c>: of a model or of an organization.</summary>
public sealed record MultiplierRow
{
    /// <summary>The order in which rows were added.</summary>
    public long Sequence { get; init; }
    public required string Id { get; init; }
    public string? Model { get; init; }
    public string? OrganizationId { get; init; }
    public long PartsPerMillion { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long EffectiveFrom { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>The model or the organization.</summary>
    public string Subject => Model ?? OrganizationId!;

    /// <summary>As prices are computed with it.</summary>
    public MultiplierVersion ToVersion() => new(Id, Subject, PartsPerMillion, EffectiveFrom);
}
