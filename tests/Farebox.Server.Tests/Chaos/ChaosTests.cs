using System.Globalization;
using Farebox.Testing;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Chaos;

/// <summary>
/// A server with prices, credit, budgets and capped tokens is killed under load, again and again, on one data directory. After each restart
/// nothing is lost, double or pending, and every charge is the fare of what the upstream says it produced.
/// <c>FAREBOX_CHAOS_ROUNDS</c> says how many rounds, <c>FAREBOX_CHAOS_SEED</c> which.
/// </summary>
public sealed class ChaosTests
{
    private const int Rounds = 8;
    private const int QuickRounds = 2;

    private readonly int _seed = Number("FAREBOX_CHAOS_SEED") ?? PropertySeed.Take();
    private int _number;

    [Fact]
    public async Task KilledUnderLoad_EveryAnswerThatAClientSaw_IsOnRecordOnceAndChargedExactly()
    {
        var quick = Environment.GetEnvironmentVariable("FAREBOX_TEST_QUICK") == "true";
        var rounds = Number("FAREBOX_CHAOS_ROUNDS") ?? (quick ? QuickRounds : Rounds);
        var random = new Random(_seed);
        var data = Path.Combine(Path.GetTempPath(), "farebox-chaos-" + Path.GetRandomFileName());
        var house = new ChaosHouse(random);
        var audit = new ChaosAudit(house, data);
        var (adminKey, port, round) = (ServerProcess.NewAdminKey(), 0, 0);
        ChaosRound? before = null;
        try
        {
            // One start more than rounds: each compares what the kill before it left.
            for (; round <= rounds; round++)
            {
                await using var upstream = ChaosPlan.StartUpstream(_seed, port);
                port = upstream.Port;
                await using var server = await ServerProcess.StartAsync(data, adminKey, ChaosHouse.Settings);
                if (round == 0) await house.SetUpAsync(server, upstream.BaseUrl);
                await house.ConfirmAsync(server);
                if (before is not null) await audit.RunAsync(server, before);
                if (round > 0 && round % 10 == 0) Say($"{round} kills: {audit.Summary}");
                if (round < rounds) before = await RoundAsync(server, upstream, house, random);
                else await audit.ListAllAsync(server);
            }

            Assert.True(audit.SawEverything || quick, audit.Summary);
            Say($"seed {_seed}, {rounds} kills: {audit.Summary}");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {_seed}, round {round}", e);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>Load, and the kill in the middle of it.</summary>
    private async Task<ChaosRound> RoundAsync(ServerProcess server, ScriptedUpstream upstream, ChaosHouse house, Random random)
    {
        var credentials = await house.PrepareAsync(server);
        var clients = new ChaosClients(server.BaseUrl, credentials, () => ChaosPlan.Of(_seed, Interlocked.Increment(ref _number)), random.Next(1, 400));

        // Credit is given amid the load; every other time the server dies over it.
        var granting = random.Next(2) == 0 ? house.GrantAsync(server) : null;
        await clients.RunUntilEnoughAsync();
        granting ??= house.GrantAsync(server);
        clients.ExpectTheEnd();
        await server.KillAsync();
        await clients.EndAsync();
        await granting;
        Assert.Empty(upstream.Faults);
        return new ChaosRound(clients.Calls, [.. upstream.Calls.Select(call => ChaosPlan.NumberIn(call.BodyText))]);
    }

    private static void Say(string text) => TestContext.Current.SendDiagnosticMessage(text);

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What a round's clients and its upstream noted.</summary>
/// <param name="Asked">The numbers of the calls that reached the upstream.</param>
internal sealed record ChaosRound(IReadOnlyDictionary<int, ChaosCall> Calls, HashSet<int> Asked);
