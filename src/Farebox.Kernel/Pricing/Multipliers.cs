namespace Farebox.Kernel.Pricing;

/// <summary>
/// What the operator multiplies prices by, in parts per million: one factor for the model, one for the organization. Both apply.
/// </summary>
public readonly record struct Multipliers
{
    /// <summary>Times one.</summary>
    public const long One = 1_000_000;

    /// <exception cref="ArgumentOutOfRangeException">One is negative.</exception>
    public Multipliers(long modelPartsPerMillion, long organizationPartsPerMillion)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(modelPartsPerMillion);
        ArgumentOutOfRangeException.ThrowIfNegative(organizationPartsPerMillion);
        ModelPartsPerMillion = modelPartsPerMillion;
        OrganizationPartsPerMillion = organizationPartsPerMillion;
    }

    /// <summary>Neither changes a price. Not the default value of the type, which makes everything free.</summary>
    public static Multipliers None => new(One, One);

    public long ModelPartsPerMillion { get; }

    public long OrganizationPartsPerMillion { get; }

    /// <summary>Whether they make every price zero.</summary>
    public bool AreZero => ModelPartsPerMillion == 0 || OrganizationPartsPerMillion == 0;
}
