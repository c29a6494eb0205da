using Farebox.Kernel.Limits;
using Farebox.Server.Limits;
using Farebox.Server.Platform.Options;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Limits;

/// <summary>That a day's limits know what was used before: after a restart, and after their counter was put away.</summary>
public sealed class LimitHistoryTests : LimitTest
{
    [Fact]
    public async Task DayLimits_SurviveARestart_AtEachLevel()
    {
        await using var upstream = ScriptedUpstream.Start();
        upstream.Always(Answers.Chat("Hello", new TokenUsage(20, 30)));
        var data = Path.Combine(Path.GetTempPath(), "farebox-test-" + Path.GetRandomFileName());
        Directory.CreateDirectory(data);
        var adminKey = "";
        string key, token, child;
        await using (var first = await RunningFarebox.StartAsync([upstream], options => options.Data = data, Clock))
        {
            adminKey = first.Options.AdminKey;
            key = await first.NewKeyAsync(new { name = "k", rpd = 10, tpd = 10_000 });
            token = await first.NewTokenAsync(key, new { rpd = 5, expires_in = 86_400 });
            child = await first.NewTokenAsync(token, new { expires_in = 80_000 });
            Assert.Equal(200, await StatusAsync(first.With(key)));
            Clock.Advance(TimeSpan.FromHours(14));
            Assert.Equal(200, await StatusAsync(first.With(token)));
            Assert.Equal(200, await StatusAsync(first.With(child)));
            Assert.Equal(400, (await first.With(key).PostAsync("{}")).Status);
        }

        await using var second = await RunningFarebox.StartAsync(
            options: options =>
            {
                options.Data = data;
                options.AdminKey = adminKey;
            },
            clock: Clock);
        Assert.Equal(["rpd 10 3", "tpd 10000 150", "rpd 5 2"], await UsedAsync(second.With(child)));
        Assert.Equal("6", (await second.With(key).PostAsync(Calls.Body())).Header("x-ratelimit-remaining-requests"));
        Assert.Equal("2", (await second.With(child).PostAsync(Calls.Body())).Header("x-ratelimit-remaining-requests"));

        // The first call is a day old, the others are not yet.
        Clock.Advance(TimeSpan.FromHours(10) + TimeSpan.FromMinutes(10));
        Assert.Equal(["rpd 10 4", "tpd 10000 200"], (await UsedAsync(second.With(key))).Take(2));
        await second.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task DayLimit_RefusesUntilTheStatedMoment()
    {
        var (client, _, _) = await NewKeyAsync(new { name = "k", rpd = 2 });
        Assert.Equal((200, 200), (await StatusAsync(client), await StatusAsync(client)));
        var refused = await client.PostAsync(Calls.Body());
        Assert.Equal((429, "false"), (refused.Status, refused.Header("x-should-retry")));
        var waitMs = long.Parse(refused.Header("retry-after-ms")!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(waitMs, 86_400_001, 87_000_000);
        Clock.Advance(TimeSpan.FromMilliseconds(waitMs - 1));
        Assert.Equal(429, await StatusAsync(client));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(200, await StatusAsync(client));
    }

    [Fact]
    public void IdleCounters_ArePutAway_AndActiveOnesAreKept()
    {
        using var table = new LimitTable(new FareboxOptions { LimitMaxCounters = 100 }, Clock);
        var busy = table.TryAdmit(Grant("busy"), "m", new LimitAmounts(1, 0)).Lease!;
        for (var i = 0; i < 1000; i++)
        {
            table.TryAdmit(Grant($"key {i}"), "m", new LimitAmounts(1, 0)).Lease!.Release();
            Clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.InRange(table.Count, 30, 101);
        Assert.NotNull(table.TryAdmit(Grant("busy"), "m", new LimitAmounts(1, 0)).Refusal);
        busy.Release();
        busy.Release();
        Assert.NotNull(table.TryAdmit(Grant("busy"), "m", new LimitAmounts(1, 0)).Lease);
        Assert.NotNull(table.TryAdmit(Grant("busy"), "m", new LimitAmounts(1, 0)).Refusal);
    }

    private static Kernel.Credentials.Grant Grant(string keyId) => new()
    {
        Kind = Kernel.Credentials.CredentialKind.ApiKey, KeyId = keyId, SecretId = "s", OrganizationId = "o", ProjectId = "p", Name = "n",
        Scopes = Kernel.Credentials.Scopes.AnyApiKey, Models = Kernel.Credentials.ModelSet.All,
        Limits =
        [
            new LimitPlan
            {
                Level = LimitLevel.Key, OrganizationId = "o", ProjectId = "p", KeyId = keyId,
                Numbers = new LimitNumbers { Concurrency = 1, RequestsPerMinute = 1000 },
            },
        ],
    };

    private static async Task<string[]> UsedAsync(HttpClient client) =>
    [
        .. (await client.Get("/v1/key").Expect(200)).Body.GetProperty("limits").EnumerateArray()
            .Where(limit => limit.GetProperty("level").GetString() != "organization")
            .Select(limit => $"{limit.GetProperty("kind")} {limit.GetProperty("limit")} {limit.GetProperty("used")}"),
    ];
}
