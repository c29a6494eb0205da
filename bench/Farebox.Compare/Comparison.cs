using Farebox.Compare.Gateways;
using Farebox.Compare.Loads;
using Farebox.Compare.Machine;
using Farebox.Compare.Report;

namespace Farebox.Compare;

/// <summary>Runs every load through every gateway, round by round, so that a disturbance hits all of them alike.</summary>
public sealed class Comparison(CompareOptions options, IReadOnlyList<Gateway> gateways, Wrk wrk)
{
    private readonly Dictionary<string, long> answered = [];
    private readonly Dictionary<string, long> streamBytes = [];

    /// <summary>Calls that wrk saw answered by this gateway so far.</summary>
    public long Answered(Gateway gateway) => answered.GetValueOrDefault(gateway.Name);

    /// <summary>Starts the gateways one after another, checks their answers, and brings each up to speed.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var gateway in gateways)
        {
            Console.Write($"starting {gateway.Name}, warming it up for {gateway.WarmUpSeconds} s per kind of load ... ");
            await gateway.StartAsync(cancellationToken);
            foreach (var load in options.Loads.DistinctBy(load => load.IsStream)) await WarmUpAsync(gateway, load, cancellationToken);
            Console.WriteLine("ready");
        }
    }

    public async Task<Figures> RunAsync(CancellationToken cancellationToken)
    {
        var runs = new List<Measurement>();
        var total = options.Rounds * options.Loads.Count * gateways.Count;
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var load in options.Loads)
            {
                // Each round begins with another gateway, so that none always runs after the same neighbour.
                foreach (var gateway in gateways.Skip(round % gateways.Count).Concat(gateways.Take(round % gateways.Count)))
                {
                    var run = await MeasureAsync(round, gateway, load, cancellationToken);
                    runs.Add(run);
                    Console.WriteLine($"[{runs.Count}/{total}] {Describe(run)}");
                }
            }
        }

        return new Figures(runs);
    }

    private async Task WarmUpAsync(Gateway gateway, LoadShape load, CancellationToken cancellationToken)
    {
        await AnswerCheck.RequireAsync(gateway, load, cancellationToken);
        var target = gateway.Target(load);
        answered[gateway.Name] = Answered(gateway) + 1;
        if (load.IsStream) streamBytes[gateway.Name] = await StreamSize.MeasureAsync(target, cancellationToken);
        var result = await wrk.RunAsync(target, LoadShape.SixtyFour.Connections, gateway.WarmUpSeconds, cancellationToken);
        answered[gateway.Name] += result.Requests;
        if (result.Errors > 0)
            throw new InvalidOperationException($"{gateway.Name} had {result.Errors} errors while warming up.\n{gateway.LogTail}");
    }

    private async Task<Measurement> MeasureAsync(int round, Gateway gateway, LoadShape load, CancellationToken cancellationToken)
    {
        var before = gateway.ProcessId is { } id ? ProcessCpu.Microseconds(id) : 0;
        var seconds = load.IsStream ? Math.Max(options.Seconds, LoadShape.LeastStreamSeconds) : options.Seconds;
        var result = await wrk.RunAsync(gateway.Target(load), load.Connections, seconds, cancellationToken);
        double? cpu = gateway.ProcessId is { } same ? ProcessCpu.Microseconds(same) - before : null;
        answered[gateway.Name] = Answered(gateway) + result.Requests;
        var worked = load.IsStream ? (double)result.BytesReceived / streamBytes[gateway.Name] : result.Requests;
        return new Measurement(
            round, gateway.Name, load.Name, worked * 1_000_000 / result.DurationMicroseconds,
            result.P50Microseconds, result.P99Microseconds, cpu / worked, result.Requests == 0 ? 1 : result.Errors);
    }

    private static string Describe(Measurement run)
    {
        var cpu = run.CpuMicroseconds is { } microseconds ? $", CPU {microseconds:#,0.0} us each" : "";
        var failed = run.Errors > 0 ? $"  FAILED: {run.Errors} errors" : "";
        return $"round {run.Round}, load {run.Load}, {run.Gateway}: {run.PerSecond:#,0}/s, "
            + $"p50 {run.P50Microseconds / 1000:0.000} ms, p99 {run.P99Microseconds / 1000:0.000} ms{cpu}{failed}";
    }
}
