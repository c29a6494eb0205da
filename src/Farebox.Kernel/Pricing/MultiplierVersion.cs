namespace Farebox.Kernel.Pricing;

/// <summary>A factor on the prices of one model, or on all prices for one organization, from a moment on. Never changed.</summary>
/// <param name="Version">Names it on every charge that used it.</param>
/// <param name="Subject">A model's name or an organization's id.</param>
/// <param name="PartsPerMillion"><see cref="Multipliers.One"/> changes nothing.</param>
/// <param name="EffectiveFromMs">Unix milliseconds.</param>
public sealed record MultiplierVersion(string Version, string Subject, long PartsPerMillion, long EffectiveFromMs);
