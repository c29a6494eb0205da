using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Farebox.Server.Watching;

/// <summary>
/// Writes what the meter's reader has collected as Prometheus's text, when somebody asks. There is no exporter to be had that serves pulls
/// inside of an application.
/// </summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private const int CollectMs = 10_000;

    private readonly SemaphoreSlim _gate = new(1);
    private byte[]? _text;

    /// <inheritdoc/>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Everything as it stands now; null when it could not be collected. One at a time, off the threads that serve sockets.</summary>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _text = null;
            await Task.Run(() => Collect?.Invoke(CollectMs), cancellationToken);
            return _text;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText();
        foreach (var metric in batch) Write(text, metric);
        _text = text.ToArray();
        return ExportResult.Success;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _gate.Dispose();
        base.Dispose(disposing);
    }

    private static void Write(PrometheusText text, Metric metric)
    {
        var isCounter = metric.MetricType.IsSum();
        var name = PrometheusNames.OfMetric(metric.Name, metric.Unit, isCounter);
        text.Begin(name, metric.Description, metric.MetricType.IsHistogram() ? "histogram" : isCounter ? "counter" : "gauge");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = LabelsOf(point.Tags);
            if (metric.MetricType.IsHistogram()) WriteHistogram(text, name, labels, point);
            else text.Sample(name, "", labels, isCounter ? point.GetSumLong() : point.GetGaugeLastValueLong());
        }
    }

    private static void WriteHistogram(PrometheusText text, string name, string labels, in MetricPoint point)
    {
        var before = labels.Length == 0 ? "" : labels + ",";
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            text.Sample(name, "_bucket", $"{before}le=\"{PrometheusText.Number(bucket.ExplicitBound)}\"", below);
        }

        text.Sample(name, "_sum", labels, point.GetHistogramSum());
        text.Sample(name, "_count", labels, point.GetHistogramCount());
    }

    private static string LabelsOf(in ReadOnlyTagCollection tags)
    {
        var list = new List<KeyValuePair<string, object?>>(tags.Count);
        foreach (var tag in tags) list.Add(tag);
        return PrometheusText.Labels(list);
    }
}
