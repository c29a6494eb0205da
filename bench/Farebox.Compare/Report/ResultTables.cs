using Farebox.Compare.Loads;

namespace Farebox.Compare.Report;

/// <summary>The figures as tables, one per load, and the aims.</summary>
public static class ResultTables
{
    private const string None = "-";

    public static Table Requests(Figures figures, IReadOnlyList<string> gateways, LoadShape load)
    {
        var table = new Table(
            "gateway", "requests/s", "p50 ms", "p99 ms", "added p50 ms", "CPU us/request", "(least-most)", "CPU / nginx");
        foreach (var gateway in gateways.Where(name => figures.Has(name, load.Name)))
        {
            table.Add(
                gateway,
                Text(figures.Median(gateway, load.Name, run => run.PerSecond), "#,0"),
                Milliseconds(figures.Median(gateway, load.Name, run => run.P50Microseconds)),
                Milliseconds(figures.Median(gateway, load.Name, run => run.P99Microseconds)),
                gateway == "direct" ? None : Milliseconds(figures.AddedP50(gateway, load.Name)),
                Text(figures.Median(gateway, load.Name, run => run.CpuMicroseconds), "#,0.0"),
                Range(figures.Range(gateway, load.Name, run => run.CpuMicroseconds)),
                Text(figures.CpuRatioToNginx(gateway, load.Name), "0.00"));
        }

        return table;
    }

    public static Table Streams(Figures figures, IReadOnlyList<string> gateways, LoadShape load)
    {
        var table = new Table("gateway", "streams/s", "p50 ms", "p99 ms", "CPU us/stream", "CPU us/chunk", "(least-most)", "CPU / nginx");
        foreach (var gateway in gateways.Where(name => figures.Has(name, load.Name)))
        {
            table.Add(
                gateway,
                Text(figures.Median(gateway, load.Name, run => run.PerSecond), "#,0.0"),
                Text(figures.Median(gateway, load.Name, run => run.P50Microseconds) / 1000, "#,0"),
                Text(figures.Median(gateway, load.Name, run => run.P99Microseconds) / 1000, "#,0"),
                Text(figures.Median(gateway, load.Name, run => run.CpuMicroseconds), "#,0"),
                Text(figures.Median(gateway, load.Name, PerChunk), "#,0.0"),
                Range(figures.Range(gateway, load.Name, PerChunk)),
                Text(figures.CpuRatioToNginx(gateway, load.Name), "0.00"));
        }

        return table;
    }

    public static Table Aims(IReadOnlyList<Aim> aims)
    {
        var table = new Table("aim", "limit", "measured", "");
        foreach (var aim in aims) table.Add(aim.Text, aim.Limit, aim.Measured, aim.IsMet ? "met" : "missed");
        return table;
    }

    private static double? PerChunk(Measurement run) => run.CpuMicroseconds / LoadShape.ChunksPerStream;

    private static string Milliseconds(double? microseconds) => Text(microseconds / 1000, "#,0.000");

    private static string Text(double? value, string format) => value?.ToString(format) ?? None;

    private static string Range((double Least, double Most)? range) =>
        range is { } found ? $"{found.Least:#,0.0}-{found.Most:#,0.0}" : None;
}
