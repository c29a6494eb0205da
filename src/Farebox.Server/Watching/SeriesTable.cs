using System.Collections.Concurrent;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Watching;

/// <summary>
/// The label sets that calls have had so far. Their number is bounded: once there are <c>metrics_max_series</c>, calls that would need
/// another one count as <c>other</c>.
/// </summary>
internal sealed class SeriesTable(FareboxOptions options)
{
    /// <summary>Stands for every value that has no room of its own.</summary>
    public const string Other = "other";

    private readonly ConcurrentDictionary<SeriesKey, CallSeries> _series = [];
    private readonly bool _hasModel = Has(options, "model");
    private readonly bool _hasOrganization = Has(options, "organization");
    private readonly bool _hasProject = Has(options, "project");
    private readonly bool _hasKey = Has(options, "key");
    private int _count;

    /// <summary>The labels for one call.</summary>
    public CallSeries Of(in CallFigures figures)
    {
        var (record, call) = (figures.Record, figures.Record.Call);
        var key = new SeriesKey(
            call.Surface, record.Outcome, figures.Upstream, _hasModel ? call.Model : null, _hasOrganization ? call.Grant.OrganizationId : null,
            _hasProject ? call.Grant.ProjectId : null, _hasKey ? call.Grant.KeyId : null);
        if (_series.TryGetValue(key, out var series)) return series;
        return Volatile.Read(ref _count) < options.MetricsMaxSeries ? Add(key) : OfOther(key);
    }

    private CallSeries Add(in SeriesKey key)
    {
        var made = new CallSeries(key);
        if (_series.TryAdd(key, made))
        {
            Interlocked.Increment(ref _count);
            return made;
        }

        return _series[key];
    }

    // As many as there are surfaces, outcomes and upstreams, which only the operator adds to.
    private CallSeries OfOther(in SeriesKey key)
    {
        var other = key with
        {
            Model = OtherOf(key.Model), Organization = OtherOf(key.Organization), Project = OtherOf(key.Project), Key = OtherOf(key.Key),
        };
        return _series.GetOrAdd(other, static made => new CallSeries(made));
    }

    private static string? OtherOf(string? value) => value is null ? null : Other;

    private static bool Has(FareboxOptions options, string label) => options.MetricsLabels.Contains(label, StringComparer.Ordinal);
}
