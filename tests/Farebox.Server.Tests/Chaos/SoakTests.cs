using System.Diagnostics;
using System.Globalization;
using Farebox.Testing;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Chaos;

/// <summary>
/// One server lives through a long mixed load: whole answers, streams, clients that leave, upstreams that fail, budgets and limits that are
/// hit, calls kept with their payloads. Everything adds up after each round, and memory does not grow.
/// <c>FAREBOX_SOAK_SECONDS</c> says for how long; <c>./test --soak N</c> sets it.
/// </summary>
public sealed class SoakTests
{
    private const int Seconds = 10;
    private const int CallsPerRound = 4000;

    // Credit runs out in some rounds, and lasts in most.
    private const int GrantTimes = 20;

    // Shorter runs do not get past warming up: code is compiled, pools fill, the heap finds its size.
    private const int SecondsForMemory = 900;
    private const double GrowthAllowed = 1.1;
    private const long GrowthAllowedBytes = 16 << 20;

    private readonly int _seed = PropertySeed.Take();
    private readonly List<long> _memory = [];
    private int _number;

    [Fact]
    public async Task LongMixedLoad_EverythingAddsUp_AndMemoryStaysFlat()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("FAREBOX_SOAK_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : Seconds;
        var random = new Random(_seed);
        var data = Path.Combine(Path.GetTempPath(), "farebox-soak-" + Path.GetRandomFileName());
        var house = new ChaosHouse(random);
        var audit = new ChaosAudit(house, data);
        var duration = Stopwatch.StartNew();
        try
        {
            var port = ServerProcess.FreePort();
            await using var server = await ServerProcess.StartAsync(data, ServerProcess.NewAdminKey(), ChaosHouse.Settings);
            await using (var upstream = ChaosPlan.StartUpstream(_seed, port)) await house.SetUpAsync(server, upstream.BaseUrl);
            await RunningFarebox.SendAsync(server.Admin, HttpMethod.Patch, "/v1/organization/call_log", new { policy = "redacted" });
            var limited = 0;
            for (var round = 1; round == 1 || duration.Elapsed.TotalSeconds < seconds; round++)
            {
                limited += await RoundAsync(server, port, house, audit);
                _memory.Add(ResidentBytes(server.Id));
                if (round % 10 == 0) Say($"{duration.Elapsed.TotalSeconds:F0} s: {_memory[^1] >> 20} MiB; {audit.Summary}");
            }

            await audit.ListAllAsync(server);
            Assert.True(limited > 0, "No call met the limit of requests per minute.");
            if (seconds >= SecondsForMemory) CheckMemory();
            Say($"seed {_seed}, {duration.Elapsed.TotalSeconds:F0} s: {string.Join(' ', Tenths().Select(bytes => bytes >> 20))} MiB by tenths; {limited} over the limit; {audit.Summary}");
            Assert.Equal(0, await server.StopAsync());
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>Returns how many calls were refused for the limit of one token.</summary>
    private async Task<int> RoundAsync(ServerProcess server, int upstreamPort, ChaosHouse house, ChaosAudit audit)
    {
        await house.ConfirmAsync(server);
        await house.GrantAsync(server, GrantTimes);
        await house.ConfirmAsync(server);
        var limited = await house.LimitedTokenAsync(server, requestsPerMinute: 30);
        List<string> credentials = [.. await house.PrepareAsync(server), limited];
        await using var upstream = ChaosPlan.StartUpstream(_seed, upstreamPort);
        var clients = new ChaosClients(server.BaseUrl, credentials, () => ChaosPlan.Of(_seed, Interlocked.Increment(ref _number)), CallsPerRound);
        await clients.RunUntilEnoughAsync();
        clients.ExpectTheEnd();
        await clients.EndAsync();
        Assert.Empty(upstream.Faults);
        var round = new ChaosRound(clients.Calls, [.. upstream.Calls.Select(call => ChaosPlan.NumberIn(call.BodyText))]);
        await audit.SettleAsync(round);
        await audit.RunAsync(server, round);
        return clients.Calls.Values.Count(call => call.Status == 429 && credentials[call.Plan.Credential % credentials.Count] == limited);
    }

    private void CheckMemory()
    {
        var tenths = Tenths();
        var (early, late) = (tenths[2..5].Order().ElementAt(1), tenths[^3..].Order().ElementAt(1));
        Assert.True(
            late <= (early * GrowthAllowed) + GrowthAllowedBytes,
            $"Memory grew from {early >> 20} to {late >> 20} MiB; by tenths: {string.Join(' ', tenths.Select(bytes => bytes >> 20))}");
    }

    /// <summary>The median of each tenth of the run.</summary>
    private List<long> Tenths() =>
        [.. _memory.Select((bytes, at) => (Bytes: bytes, Tenth: at * 10 / _memory.Count)).GroupBy(sample => sample.Tenth).Select(Median)];

    private static long Median(IGrouping<int, (long Bytes, int Tenth)> tenth) => tenth.Select(sample => sample.Bytes).Order().ElementAt(tenth.Count() / 2);

    private static long ResidentBytes(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64;
    }

    private static void Say(string text) => TestContext.Current.SendDiagnosticMessage(text);
}
