namespace Farebox.Kernel.Pricing;

/// <summary>What is said of one model's price from a moment on. Never changed: another word is another version.</summary>
/// <param name="EffectiveFromMs">Unix milliseconds; 0 for "since ever".</param>
/// <param name="Price">Null, from the operator, takes the operator's word back: the model then costs what it would without it.</param>
public sealed record PriceVersion(string Model, long EffectiveFromMs, Price? Price);
