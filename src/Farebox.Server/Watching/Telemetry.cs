using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using Farebox.Server.Platform.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Farebox.Server.Watching;

/// <summary>OpenTelemetry's part: what aggregates the meter's numbers and sends them and the spans away. Only what is switched on is built.</summary>
internal sealed class Telemetry : IDisposable
{
    // Beside the label sets of calls: those of refusals and gauges, those of `other`, and twice as many for input and output.
    private const int SeriesBeside = 1000;

    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    public Telemetry(FareboxOptions options, CallMeter? meter, ActivitySource? spans)
    {
        if (meter is not null) _metrics = BuildMetrics(options, meter.Meter);
        if (spans is not null) _traces = BuildTraces(options, spans);
    }

    /// <summary>Serves pulls; null when they are off.</summary>
    public PrometheusExporter? Prometheus { get; private set; }

    /// <summary>Sends what has gathered, and waits for it.</summary>
    public void Flush()
    {
        _metrics?.ForceFlush();
        _traces?.ForceFlush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }

    private MeterProvider BuildMetrics(FareboxOptions options, Meter meter)
    {
        var builder = Sdk.CreateMeterProviderBuilder().AddMeter(CallMeter.Name).SetResourceBuilder(Resource())
            .AddView(instrument => ReferenceEquals(instrument.Meter, meter) ? StreamOf(instrument, options) : MetricStreamConfiguration.Drop);
        if (options.Metrics)
        {
            Prometheus = new PrometheusExporter();
            builder.AddReader(new BaseExportingMetricReader(Prometheus));
        }

        if (options.OtlpEndpoint.Length > 0)
            builder.AddReader(new PeriodicExportingMetricReader(new OtlpMetricExporter(OtlpTarget.For(options, "metrics"))));
        return builder.Build();
    }

    private static TracerProvider BuildTraces(FareboxOptions options, ActivitySource spans) => Sdk.CreateTracerProviderBuilder()
        .AddSource(spans.Name).SetResourceBuilder(Resource())
        .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TracePercent / 100.0)))
        .AddProcessor(new OwnSpans(new OtlpTraceExporter(OtlpTarget.For(options, "traces")), spans))
        .Build();

    private static ResourceBuilder Resource() => ResourceBuilder.CreateDefault()
        .AddService("farebox", serviceVersion: typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    private static MetricStreamConfiguration StreamOf(Instrument instrument, FareboxOptions options)
    {
        double[]? bounds = instrument switch
        {
            Histogram<double> seconds => [.. seconds.Advice!.HistogramBucketBoundaries!],
            Histogram<long> counts => [.. counts.Advice!.HistogramBucketBoundaries!.Select(bound => (double)bound)],
            _ => null,
        };
        var stream = bounds is null ? new MetricStreamConfiguration() : new ExplicitBucketHistogramConfiguration { Boundaries = bounds };
        stream.CardinalityLimit = options.MetricsMaxSeries * 2 + SeriesBeside;
        return stream;
    }
}
