using Farebox.Contracts.Models;

namespace Farebox.Server.Catalog;

/// <summary>A file of list prices.</summary>
internal sealed record PriceListFile
{
    public IReadOnlyList<PriceListEntry>? Prices { get; init; }
}

/// <summary>One price of a list.</summary>
internal sealed record PriceListEntry : PriceAmounts
{
    /// <summary>Names of the models that cost this.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>A day, <c>2027-01-01</c>, from whose beginning (UTC) the price holds; since ever when absent.</summary>
    public string? EffectiveFrom { get; init; }

    /// <summary>The public page that has the figures.</summary>
    public string? Source { get; init; }

    /// <summary>The day or month of that page.</summary>
    public string? AsOf { get; init; }

    /// <summary>Where that page was read, if not there.</summary>
    public IReadOnlyList<string>? Via { get; init; }
    public string? Note { get; init; }
}
