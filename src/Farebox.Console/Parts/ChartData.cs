using System.Text.Json;

namespace Farebox.ConsolePages.Parts;

/// <summary>What a chart draws. The numbers stand in a table as well, exactly; here they are for a picture.</summary>
/// <param name="Kind"><c>bar</c>, each on top of the one before, or <c>line</c>.</param>
/// <param name="Unit"><c>usd</c>, <c>count</c> or <c>ms</c>.</param>
/// <param name="Labels">Of the buckets.</param>
public sealed record ChartData(string Kind, string Unit, IReadOnlyList<string> Labels, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>For an attribute.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}

/// <summary>One colour of it.</summary>
/// <param name="Color">A colour of the kit's, such as <c>red</c>; null for the next of the row.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<decimal?> Values, string? Color = null);
