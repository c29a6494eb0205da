using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Farebox.Kernel.Metering;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Farebox.Server.Watching;

/// <summary>
/// Everything that is measured. A call is recorded once, at its end, with labels made before: on the path of a request nothing is allocated,
/// and no lock is taken.
/// </summary>
internal sealed class CallMeter : IDisposable
{
    /// <summary>Name of the meter, and of the source of spans.</summary>
    public const string Name = "Farebox";

    private const string Seconds = "s";
    private const string Tokens = "{token}";

    private readonly SeriesTable _series;
    private readonly ConcurrentDictionary<string, Tag[]> _reasons = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Tag[]> _limits = new(StringComparer.Ordinal);
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<double> _perToken;
    private readonly Histogram<long> _usage;
    private readonly Histogram<double> _rate;
    private readonly Histogram<double> _upstream;
    private readonly Histogram<double> _queue;
    private readonly Histogram<double> _flush;
    private readonly Counter<long> _money;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _limitRefusals;

    public CallMeter(FareboxOptions options, IReadOnlyList<Gauge> gauges)
    {
        _series = new SeriesTable(options);
        Meter = new Meter(Name);
        _duration = Meter.CreateHistogram("gen_ai.server.request.duration", Seconds, "Calls of models, from their arrival to their end.", null, Buckets.Calls);
        _firstToken = Meter.CreateHistogram(
            "gen_ai.server.time_to_first_token", Seconds, "Completed streams, from the call's arrival to the first output.", null, Buckets.FirstToken);
        _perToken = Meter.CreateHistogram(
            "gen_ai.server.time_per_output_token", Seconds, "Completed streams: time for each LLM token behind the first.", null, Buckets.PerToken);
        _usage = Meter.CreateHistogram("gen_ai.client.token.usage", Tokens, "LLM tokens of calls, by input and output.", null, Buckets.Tokens);
        _rate = Meter.CreateHistogram(
            "farebox.output.rate", "{token}/s", "Completed calls: LLM tokens of the answer for each second of the whole call.", null, Buckets.Rates);
        _upstream = Meter.CreateHistogram(
            "farebox.upstream.duration", Seconds, "From the last attempt's beginning until the upstream's headers.", null, Buckets.Calls);
        _queue = Meter.CreateHistogram("farebox.queue.duration", Seconds, "Calls that stood in line for a limit: how long.", null, Buckets.Calls);
        _flush = Meter.CreateHistogram("farebox.flush.duration", Seconds, "What calls waited for their record to be on the disk.", null, Buckets.Short);
        _money = Meter.CreateCounter<long>("farebox.money.taken.nano_usd", "{nano_usd}", "Money taken for calls, in 1e-9 USD.");
        _refusals = Meter.CreateCounter<long>("farebox.refusals", "{call}", "Calls that Farebox refused, by reason.");
        _limitRefusals = Meter.CreateCounter<long>("farebox.limit.refusals", "{call}", "Calls that a limit refused, by its kind.");
        foreach (var gauge in gauges) Add(gauge);
    }

    /// <summary>Told from others of its name in the same process by reference.</summary>
    public Meter Meter { get; }

    /// <summary>Records a call that has ended.</summary>
    public void Record(in CallFigures figures)
    {
        var record = figures.Record;
        var series = _series.Of(figures);
        var seconds = record.DurationUs / 1e6;
        _duration.Record(seconds, series.Ended);
        if (figures.FlushTicks > 0) _flush.Record(Of(figures.FlushTicks));
        if (figures.QueueTicks > 0) _queue.Record(Of(figures.QueueTicks));
        if (record.Outcome == Outcome.Refused) Refused(record.Status, record.ErrorCode);
        if (record.UpstreamUs is { } upstreamUs) _upstream.Record(upstreamUs / 1e6, series.Call);
        if (figures.Charge.Value > 0) _money.Add(figures.Charge.Value, series.Call);
        var (input, output) = (record.Usage.Input, record.Usage.Output);
        if (input > 0) _usage.Record(input, series.Input);
        if (output > 0) _usage.Record(output, series.Output);
        if (record.Outcome != Outcome.Completed) return;
        if (output > 0 && record.DurationUs > 0) _rate.Record(output / seconds, series.Call);
        if (figures.FirstTokenTicks <= 0) return;
        var first = Of(figures.FirstTokenTicks);
        _firstToken.Record(first, series.Call);
        if (output > 1) _perToken.Record(Math.Max(0, seconds - first) / (output - 1), series.Call);
    }

    /// <summary>Counts a call that was refused before anything of it went on record.</summary>
    public void Refused(ApiError error) => Refused(error.Status, error.Code);

    /// <summary>Counts a call that a limit refused.</summary>
    /// <param name="kind">The limit's, as the wire spells it.</param>
    public void LimitRefused(string kind) => _limitRefusals.Add(1, Tags(_limits, Attributes.Limit, kind));

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private void Refused(int status, string? code) => _refusals.Add(1, Tags(_reasons, Attributes.Reason, Failures.ReasonOf(status, code)));

    private static ReadOnlySpan<Tag> Tags(ConcurrentDictionary<string, Tag[]> made, string name, string value) =>
        made.TryGetValue(value, out var tags) ? tags : made.GetOrAdd(value, [new Tag(name, value)]);

    private void Add(Gauge gauge)
    {
        if (gauge.IsCounter) Meter.CreateObservableCounter(gauge.Name, gauge.Read, gauge.Unit, gauge.Help);
        else Meter.CreateObservableGauge(gauge.Name, gauge.Read, gauge.Unit, gauge.Help);
    }

    private static double Of(long ticks) => (double)ticks / Stopwatch.Frequency;
}
