namespace Farebox.Kernel.Pricing;

/// <summary>What a model costs an organization at one moment.</summary>
public readonly record struct PricedModel
{
    private readonly string _version;
    private readonly string? _organizationVersion;

    internal PricedModel(PriceStep step, MultiplierVersion? organization)
    {
        Price = step.Price!;
        Multipliers = new Multipliers(step.PartsPerMillion, organization?.PartsPerMillion ?? Multipliers.One);
        Origin = step.Origin;
        _version = step.Version;
        _organizationVersion = organization?.Version;
    }

    /// <summary>Before the multipliers.</summary>
    public Price Price { get; }

    public Multipliers Multipliers { get; }

    public PriceOrigin Origin { get; }

    /// <summary>
    /// Names all that the charge is computed from: the price's version, then, each behind a <c>*</c>, the versions of the model's and the
    /// organization's multiplier where there are any. Costs nothing but for an organization with a multiplier, whose name is put together.
    /// </summary>
    public string Version => _organizationVersion is null ? _version : $"{_version}{PriceStep.Times}{_organizationVersion}";
}
