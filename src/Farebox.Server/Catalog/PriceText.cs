using Farebox.Contracts.Models;
using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;

namespace Farebox.Server.Catalog;

/// <summary>Prices as they are spelt in requests, answers and price lists.</summary>
internal static class PriceText
{
    private const long MaxUsd = 100_000;

    private static readonly NanoUsd Max = NanoUsd.FromUsd(MaxUsd);

    /// <summary>A price, or the member that is wrong and what is wrong with it.</summary>
    public static (Price? Price, string Member, string Problem) Read(PriceAmounts amounts, string version)
    {
        foreach (var (member, text) in Members(amounts))
        {
            if (text is not null && !(NanoUsd.TryParse(text, out var amount) && amount >= NanoUsd.Zero && amount <= Max))
                return (null, member, $"must be a decimal of USD from 0 to {MaxUsd} with up to 9 places, as text, such as \"1.25\".");
        }

        // Half a token price would make the other half free, and nobody who forgot it meant that.
        if (amounts is { Input: null, Output: not null }) return (null, "input", "is missing: where 'output' is given, give 'input' too, if only as \"0\".");
        if (amounts is { Input: not null, Output: null }) return (null, "output", "is missing: where 'input' is given, give 'output' too, if only as \"0\".");
        if (amounts is { Input: null } and ({ CachedInput: not null } or { CacheWrite: not null } or { Reasoning: not null }))
            return (null, "input", "is missing: give 'input' and 'output' where other prices of tokens are given.");
        if (amounts is { Input: null, PerImage: null, PerAudioMinute: null, PerRequest: null })
            return (null, "input", "is missing: a price needs 'input' and 'output', or 'per_image', 'per_audio_minute' or 'per_request'.");

        return (new Price
        {
            Version = version, Input = Amount(amounts.Input), CachedInput = Maybe(amounts.CachedInput), CacheWrite = Maybe(amounts.CacheWrite),
            Output = Amount(amounts.Output), Reasoning = Maybe(amounts.Reasoning), PerImage = Amount(amounts.PerImage),
            PerAudioMinute = Amount(amounts.PerAudioMinute), PerRequest = Amount(amounts.PerRequest),
        }, "", "");
    }

    /// <summary>The members of a price that are given.</summary>
    public static IEnumerable<(string Member, string? Text)> Members(PriceAmounts amounts) =>
    [
        ("input", amounts.Input), ("cached_input", amounts.CachedInput), ("cache_write", amounts.CacheWrite), ("output", amounts.Output),
        ("reasoning", amounts.Reasoning), ("per_image", amounts.PerImage), ("per_audio_minute", amounts.PerAudioMinute),
        ("per_request", amounts.PerRequest),
    ];

    /// <summary>Whose word it is.</summary>
    public static string Word(PriceOrigin origin) => origin switch
    {
        PriceOrigin.List => "list",
        PriceOrigin.Free => "free",
        PriceOrigin.Operator => "operator",
        _ => throw new ArgumentOutOfRangeException(nameof(origin)),
    };

    /// <summary>What operators see of a price in effect; null when there is none.</summary>
    public static PriceInEffect? Show(PriceStep? step) => step?.Price is not { } price ? null : new PriceInEffect
    {
        Version = price.Version, Origin = Word(step.Origin), Multiplier = MultiplierText.Format(step.PartsPerMillion), Input = price.Input.ToString(),
        CachedInput = price.CachedInput?.ToString(), CacheWrite = price.CacheWrite?.ToString(), Output = price.Output.ToString(),
        Reasoning = price.Reasoning?.ToString(), PerImage = price.PerImage.ToString(), PerAudioMinute = price.PerAudioMinute.ToString(),
        PerRequest = price.PerRequest.ToString(),
    };

    private static NanoUsd Amount(string? text) => text is null ? NanoUsd.Zero : NanoUsd.Parse(text);

    private static NanoUsd? Maybe(string? text) => text is null ? null : NanoUsd.Parse(text);
}
