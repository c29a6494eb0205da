using Farebox.Cli.Terminal;
using Farebox.Contracts.Models;

namespace Farebox.Cli.Nouns;

/// <summary>How prices look: USD, of tokens per million.</summary>
internal static class PriceView
{
    /// <summary>Columns of lists that only some rows need; left out where none does.</summary>
    private static readonly string[] Rare = ["cached", "cache write", "reasoning", "image", "audio minute", "request", "multiplier", "as of", "source", "note"];

    public static readonly Column<ModelPrice>[] VersionColumns =
    [
        new("model", price => price.Model), new("version", price => price.Id), new("state", price => price.State),
        new("from", price => price.EffectiveFrom is { } from ? Words.Time(from) : "ever"), new("set by", SetBy),
        .. Amounts<ModelPrice>(price => price.EndsOwnPrice ? null : price), new("as of", price => price.AsOf), new("source", price => price.Source),
        new("note", price => price.Note),
    ];

    /// <summary>Without the notes, which make long lists hard to read.</summary>
    public static readonly Column<ModelPrice>[] BriefVersionColumns = [.. VersionColumns.SkipLast(1)];

    public static readonly Column<PriceMultiplier>[] MultiplierColumns =
    [
        new("of", multiplier => multiplier.Model ?? multiplier.OrganizationId), new("multiplier", multiplier => multiplier.Multiplier, Right: true),
        new("state", multiplier => multiplier.State), new("from", multiplier => Words.Time(multiplier.EffectiveFrom)),
        new("version", multiplier => multiplier.Id),
    ];

    public static readonly Column<CatalogModel>[] ModelColumns =
    [
        new("model", model => model.Id), new("set by", model => model.Price?.Origin ?? "nobody: not callable"),
        .. Amounts<CatalogModel>(model => model.Price), new("multiplier", model => model.Price is { Multiplier: not "1" } price ? price.Multiplier : ""),
        new("version", model => model.Price?.Version),
    ];

    public static Column<T>[] Amounts<T>(Func<T, PriceAmounts?> amounts) =>
    [
        new("input", row => amounts(row)?.Input, Right: true), new("cached", row => amounts(row)?.CachedInput, Right: true),
        new("cache write", row => amounts(row)?.CacheWrite, Right: true), new("output", row => amounts(row)?.Output, Right: true),
        new("reasoning", row => amounts(row)?.Reasoning, Right: true), new("image", row => NotZero(amounts(row)?.PerImage), Right: true),
        new("audio minute", row => NotZero(amounts(row)?.PerAudioMinute), Right: true),
        new("request", row => NotZero(amounts(row)?.PerRequest), Right: true),
    ];

    /// <summary>Without those rare columns that are empty in every row.</summary>
    public static Column<T>[] Used<T>(IReadOnlyList<T> rows, Column<T>[] columns) =>
        [.. columns.Where(column => !Rare.Contains(column.Title) || rows.Any(row => !string.IsNullOrEmpty(column.Value(row))))];

    private static string SetBy(ModelPrice price) => price.EndsOwnPrice ? "operator: own price ends" : price.Origin;

    private static string? NotZero(string? amount) => amount is "0" ? "" : amount;
}
