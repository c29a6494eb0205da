using System.Text;

namespace Farebox.Server.Watching;

/// <summary>Names of OpenTelemetry as Prometheus spells them: letters, digits and underscores, the unit behind, and <c>_total</c> for counters.</summary>
internal static class PrometheusNames
{
    /// <summary>The name of a metric.</summary>
    public static string OfMetric(string name, string unit, bool isCounter)
    {
        var text = Clean(name);
        if (UnitWord(unit) is { } word && !text.EndsWith("_" + word, StringComparison.Ordinal)) text += "_" + word;
        return isCounter && !text.EndsWith("_total", StringComparison.Ordinal) ? text + "_total" : text;
    }

    /// <summary>The name of a label.</summary>
    public static string OfLabel(string name) => Clean(name);

    // What stands in braces is said for people: it counts things.
    private static string? UnitWord(string unit) => unit switch
    {
        "s" => "seconds",
        "By" => "bytes",
        _ => null,
    };

    private static string Clean(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) text.Append('_');
        foreach (var c in name) text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        return text.ToString();
    }
}
