using Farebox.Server.Platform.Options;

namespace Farebox.Server.Watching;

/// <summary>What of a call is watched: nothing is made of what is switched off, and then a call costs two comparisons.</summary>
internal sealed class Watch : IDisposable
{
    /// <param name="gauges">Asked for only when metrics are on.</param>
    public Watch(FareboxOptions options, Func<IReadOnlyList<Gauge>> gauges)
    {
        var sends = options.OtlpEndpoint.Length > 0;
        if (options.Metrics || sends) Meter = new CallMeter(options, gauges());
        if (sends) Tracing = new CallTracing(options);
        Telemetry = new Telemetry(options, Meter, Tracing?.Source);
    }

    /// <summary>Counts and measures; null when neither <c>metrics</c> nor <c>otlp_endpoint</c> is set.</summary>
    public CallMeter? Meter { get; }

    /// <summary>Makes spans; null without <c>otlp_endpoint</c>.</summary>
    public CallTracing? Tracing { get; }

    /// <summary>What aggregates and sends.</summary>
    public Telemetry Telemetry { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Telemetry.Dispose();
        Meter?.Dispose();
        Tracing?.Dispose();
    }
}
