namespace Farebox.Compare.Report;

/// <summary>The runs of all rounds, and what can be said of them together.</summary>
public sealed class Figures(IReadOnlyList<Measurement> runs)
{
    public IReadOnlyList<Measurement> Runs => runs;

    public bool Has(string gateway, string load) => runs.Any(run => run.Gateway == gateway && run.Load == load);

    /// <summary>Median over the rounds, or null when a run has no such value.</summary>
    public double? Median(string gateway, string load, Func<Measurement, double?> value)
    {
        var values = Of(gateway, load).Select(value).OfType<double>().ToArray();
        return values.Length == 0 ? null : Compare.Median.Of(values);
    }

    /// <summary>Least and most over the rounds: how far to trust the median.</summary>
    public (double Least, double Most)? Range(string gateway, string load, Func<Measurement, double?> value)
    {
        var values = Of(gateway, load).Select(value).OfType<double>().ToArray();
        return values.Length == 0 ? null : (values.Min(), values.Max());
    }

    /// <summary>
    /// Combines the two gateways' values of the same round, then takes the median: a disturbance that lasts a round
    /// hits both and cancels out.
    /// </summary>
    public double? Paired(
        string gateway, string other, string load, Func<Measurement, double?> value, Func<double, double, double> combine)
    {
        var rights = Of(other, load).ToDictionary(run => run.Round, value);
        var values = new List<double>();
        foreach (var run in Of(gateway, load))
        {
            if (value(run) is { } left && rights.GetValueOrDefault(run.Round) is > 0 and var right) values.Add(combine(left, right));
        }

        return values.Count == 0 ? null : Compare.Median.Of(values);
    }

    public double? CpuRatioToNginx(string gateway, string load) =>
        Paired(gateway, "nginx", load, run => run.CpuMicroseconds, (left, right) => left / right);

    public double? AddedP50(string gateway, string load) =>
        Paired(gateway, "direct", load, run => run.P50Microseconds, (left, right) => left - right);

    private IEnumerable<Measurement> Of(string gateway, string load) =>
        runs.Where(run => run.Gateway == gateway && run.Load == load);
}
