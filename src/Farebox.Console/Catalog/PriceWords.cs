using Farebox.Contracts.Models;

namespace Farebox.ConsolePages.Catalog;

/// <summary>A component of a price: the field of the API and of the form, and the name of its text.</summary>
internal sealed record PricePart(string Field, string Text, Func<PriceAmounts, string?> Of);

/// <summary>Prices as operators read them. Amounts are the API's text: nothing is computed.</summary>
internal static class PriceWords
{
    /// <summary>Every component, in the order of the form.</summary>
    public static IReadOnlyList<PricePart> Parts { get; } =
    [
        new("input", "price_input", price => price.Input),
        new("output", "price_output", price => price.Output),
        new("cached_input", "price_cached_input", price => price.CachedInput),
        new("cache_write", "price_cache_write", price => price.CacheWrite),
        new("reasoning", "price_reasoning", price => price.Reasoning),
        new("per_image", "price_per_image", price => price.PerImage),
        new("per_audio_minute", "price_per_audio_minute", price => price.PerAudioMinute),
        new("per_request", "price_per_request", price => price.PerRequest),
    ];

    /// <summary>Those that cost something; none for what is free.</summary>
    public static IEnumerable<(string Text, string Amount)> Costing(PriceAmounts price) => Parts
        .Select(part => (part.Text, Amount: part.Of(price)))
        .Where(part => part.Amount is { } amount && amount.Any(digit => digit is >= '1' and <= '9'))
        .Select(part => (part.Text, part.Amount!));

    /// <summary>Where a price is from.</summary>
    public static string Origin(PageContext page, string origin) => origin switch
    {
        "operator" => page["price_from_operator"],
        "free" => page["price_from_free"],
        _ => page["price_from_list"],
    };

    /// <summary>Whether a version counts now.</summary>
    public static string State(PageContext page, string state) => state switch
    {
        "in_effect" => page["price_in_effect"],
        "scheduled" => page["price_scheduled"],
        _ => page["price_inactive"],
    };

    public static string Badge(string state) => state switch
    {
        "in_effect" => "bg-green-lt",
        "scheduled" => "bg-blue-lt",
        _ => "bg-secondary-lt",
    };
}
