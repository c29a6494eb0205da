using Farebox.Compare.Loads;

namespace Farebox.Compare.Report;

/// <summary>What Farebox wants to reach, beside what was measured.</summary>
/// <param name="Text">The aim in words.</param>
/// <param name="Limit">The figure to reach, as text.</param>
/// <param name="Measured">The measured figure, as text.</param>
/// <param name="IsMet">Whether the measured figure reaches it.</param>
public sealed record Aim(string Text, string Limit, string Measured, bool IsMet)
{
    private const double AddedP50Milliseconds = 0.25;

    /// <summary>The aims that the runs say something about.</summary>
    public static IReadOnlyList<Aim> Of(Figures figures, double flushMicroseconds)
    {
        var aims = new List<Aim>();
        if (figures.CpuRatioToNginx("farebox", LoadShape.SixtyFour.Name) is { } cpu)
            aims.Add(new("CPU per request at 64 connections, times nginx", "at most 2.5", $"{cpu:0.00}", cpu <= 2.5));
        if (Throughput(figures) is { } times)
            aims.Add(new("requests/s at 64 connections, times Portkey's gateway", "at least 25", $"{times:0.0}", times >= 25));
        if (figures.AddedP50("farebox", LoadShape.One.Name) is { } added)
        {
            var limit = AddedP50Milliseconds + flushMicroseconds / 1000;
            var text = $"added p50 at 1 connection: at most {AddedP50Milliseconds} ms and one data flush";
            aims.Add(new(text, $"at most {limit:0.000} ms", $"{added / 1000:0.000} ms", added / 1000 <= limit));
        }

        return aims;
    }

    private static double? Throughput(Figures figures) =>
        figures.Paired("farebox", "portkey", LoadShape.SixtyFour.Name, run => run.PerSecond, (left, right) => left / right);
}
