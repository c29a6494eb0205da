using System.Globalization;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Limits;

/// <summary>A thousand calls at once against limits for a hundred, over HTTP.</summary>
public sealed class LimitRaceTests : LimitTest
{
    [Theory]
    [InlineData("organization")]
    [InlineData("tier")]
    [InlineData("project")]
    [InlineData("key")]
    [InlineData("token")]
    public async Task ThousandCalls_AgainstAHundredAMinute_ExactlyAHundredPass_AndExactlyAHundredMoreAtTheStatedMoment(string level)
    {
        var client = await ClientAsync(level);
        var calls = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => client.PostAsync(Calls.Body(i % 2 == 0 ? "" : ",\"stream\":true"))));

        Assert.Equal(100, calls.Count(call => call.Status == 200));
        Assert.Equal(100, Upstream.Calls.Count);
        var refused = calls.Where(call => call.Status != 200).ToList();
        Assert.All(refused, call => Assert.Equal(
            (429, "rate_limit_exceeded", "requests"), (call.Status, call.Error.GetProperty("code").GetString(), call.Error.GetProperty("type").GetString())));
        var waits = refused.Select(call => long.Parse(call.Header("retry-after-ms")!, CultureInfo.InvariantCulture)).Distinct().ToList();
        Assert.InRange(Assert.Single(waits), 59_001, 61_000);
        Assert.Equal(((waits[0] + 999) / 1000).ToString(CultureInfo.InvariantCulture), refused[0].Header("Retry-After"));

        Clock.Advance(TimeSpan.FromMilliseconds(waits[0] - 1));
        Assert.Equal(429, await StatusAsync(client));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var more = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => StatusAsync(client)));
        Assert.Equal(100, more.Count(status => status == 200));
        Assert.Equal(200, Upstream.Calls.Count);
    }

    [Fact]
    public async Task SharedLimit_OneKeysBurst_LeavesTheLastQuarterToTheOther()
    {
        var (greedy, _, _) = await NewKeyAsync();
        var (modest, _, _) = await NewKeyAsync();
        await LimitAsync(OfProject, new { max_requests_per_1_minute = 100 });
        Assert.Equal(200, await StatusAsync(modest));
        var burst = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => StatusAsync(greedy)));
        Assert.Equal(74, burst.Count(status => status == 200));
        var later = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StatusAsync(modest)));
        Assert.Equal(25, later.Count(status => status == 200));
    }

    [Fact]
    public async Task TokensAMinute_AdmitByEstimate_AndAreCorrectedByWhatWasReallyUsed()
    {
        var (client, id, _) = await NewKeyAsync();
        await LimitAsync(OfKey(id), new { max_tokens_per_1_minute = 1000 });

        // The prompt is estimated at some tokens; with 100 of output each call is a little more than a tenth of the limit, and really uses 50.
        var first = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.PostAsync(Calls.Body(",\"max_tokens\":100"))));
        Assert.InRange(first.Count(call => call.Status == 200), 8, 20);
        var served = first.Count(call => call.Status == 200);
        for (var call = await client.PostAsync(Calls.Body(",\"max_tokens\":100")); call.Status == 200; call = await client.PostAsync(Calls.Body(",\"max_tokens\":100")))
            served++;

        // What is on record is below the limit, and the next estimate would not be.
        Assert.InRange(served * 50, 1000 - 200, 1000);
        Assert.Equal("tokens", (await client.PostAsync(Calls.Body(",\"max_tokens\":100"))).Error.GetProperty("type").GetString());
        Assert.Equal((served * 50, 0), await UsedAsync(client));
    }

    [Fact]
    public async Task TokensUnderestimated_ExceedTheLimitByTheErrorsOfTheCallsUnderWayAtMost()
    {
        var (client, id, _) = await NewKeyAsync();
        await LimitAsync(OfKey(id), new { max_tokens_per_1_minute = 100 });
        Upstream.Always(Answers.Chat("Hello", new TokenUsage(20, 30)));

        // Estimated at a few tokens each, really 50: one after the other, the last one alone can pass the limit.
        var served = 0;
        while (await StatusAsync(client, ",\"max_tokens\":1") == 200) served++;
        Assert.Equal(2, served);
        Assert.Equal((100, 0), await UsedAsync(client));
    }

    [Fact]
    public async Task Concurrency_LetsSoManyInAtOnce_AndTheNextWhenOneEnds()
    {
        var (client, id, _) = await NewKeyAsync();
        await LimitAsync(OfKey(id), new { max_concurrent_requests = 3 });
        var gate = new Gate();
        Upstream.Always(Answers.Behind(gate, Answers.Chat()));
        var running = Enumerable.Range(0, 3).Select(_ => client.PostAsync(Calls.Body())).ToList();
        for (var i = 0; i < 3; i++) await Upstream.WaitForRequestAsync(TestContext.Current.CancellationToken);

        var refused = await client.PostAsync(Calls.Body());
        Assert.Equal((429, "1000", "requests"), (refused.Status, refused.Header("retry-after-ms"), refused.Error.GetProperty("type").GetString()));
        Assert.Contains("concurrent requests: Limit 3, Used 3, Requested 1.", refused.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
        gate.Open();
        Assert.All(await Task.WhenAll(running), call => Assert.Equal(200, call.Status));
        Assert.Equal(200, await StatusAsync(client));
    }

    private async Task<HttpClient> ClientAsync(string level)
    {
        var (client, id, key) = await NewKeyAsync();
        var limits = new { max_requests_per_1_minute = 100 };
        switch (level)
        {
            case "tier": await Admin.Post(TierOf(await OrganizationIdAsync()), limits).Expect(200); break;
            case "organization": await LimitAsync(OfOrganization, limits); break;
            case "project": await LimitAsync(OfProject, limits, "gpt-4o-mini"); break;
            case "key": await LimitAsync(OfKey(id), limits); break;
            default: return Farebox.With(await Farebox.NewTokenAsync(key, new { rpm = 100 }));
        }

        return client;
    }

    /// <summary>Tokens that count now, and calls under way.</summary>
    private static async Task<(long Tokens, long UnderWay)> UsedAsync(HttpClient client)
    {
        var limits = (await client.Get("/v1/key").Expect(200)).Body.GetProperty("limits").EnumerateArray().ToList();
        long Used(string kind) => limits.Where(limit => limit.GetProperty("level").GetString() == "key" && limit.GetProperty("kind").GetString() == kind)
            .Sum(limit => limit.GetProperty("used").GetInt64());
        return (Used("tpm"), Used("concurrency"));
    }
}
