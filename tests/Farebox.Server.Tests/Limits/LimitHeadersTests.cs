using Farebox.Server.Limits;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Limits;

public sealed class LimitHeadersTests : LimitTest
{
    [Fact]
    public async Task EveryModelCall_TellsTheTightestLimits()
    {
        var (client, id, _) = await NewKeyAsync();
        await LimitAsync(OfProject, new { max_requests_per_1_minute = 1000, max_tokens_per_1_minute = 2000 });
        await LimitAsync(OfKey(id), new { max_requests_per_1_minute = 3 });
        foreach (var (more, left) in new[] { ("", 2), (",\"stream\":true", 1), ("", 0) })
        {
            var call = await client.PostAsync(Calls.Body(more));
            Assert.Equal(("3", $"{left}"), (call.Header("x-ratelimit-limit-requests"), call.Header("x-ratelimit-remaining-requests")));
            Assert.Equal("2000", call.Header("x-ratelimit-limit-tokens"));
            Assert.Matches("^1m[01](\\.\\d{1,3})?s$", call.Header("x-ratelimit-reset-requests")!);
            Assert.Matches("^1m[01](\\.\\d{1,3})?s$", call.Header("x-ratelimit-reset-tokens")!);
        }

        var refused = await client.PostAsync(Calls.Body());
        Assert.Equal((429, "3", "0"), (refused.Status, refused.Header("x-ratelimit-limit-requests"), refused.Header("x-ratelimit-remaining-requests")));
    }

    [Fact]
    public async Task FailedCall_HasThemToo_AndGivesItsTokensBackButNotItsRequest()
    {
        var (client, id, _) = await NewKeyAsync();
        await LimitAsync(OfKey(id), new { max_requests_per_1_minute = 3, max_tokens_per_1_minute = 2000 });
        Upstream.Enqueue(Answers.BadRequest());
        var failed = await client.PostAsync(Calls.Body());
        Assert.Equal((400, "2"), (failed.Status, failed.Header("x-ratelimit-remaining-requests")));
        var next = await client.PostAsync(Calls.Body());
        Assert.Equal("1", next.Header("x-ratelimit-remaining-requests"));
        Assert.Equal(failed.Header("x-ratelimit-remaining-tokens"), next.Header("x-ratelimit-remaining-tokens"));
    }

    [Fact]
    public async Task CallThatMayCostTooMuch_KeepsItsRequestAndGivesItsTokensBack()
    {
        var (client, id, _) = await NewKeyAsync();
        await LimitAsync(OfKey(id), new { max_requests_per_1_minute = 5, max_tokens_per_1_minute = 2000 });
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", per_request = "1" });
        var poor = await client.PostAsync(Calls.Body());
        Assert.Equal((429, "insufficient_quota", "4"), (poor.Status, poor.Error.GetProperty("type").GetString(), poor.Header("x-ratelimit-remaining-requests")));
        var again = await client.PostAsync(Calls.Body());
        Assert.Equal(("3", poor.Header("x-ratelimit-remaining-tokens")), (again.Header("x-ratelimit-remaining-requests"), again.Header("x-ratelimit-remaining-tokens")));
    }

    [Fact]
    public async Task BadBody_CountsNothing()
    {
        var (client, id, _) = await NewKeyAsync();
        await LimitAsync(OfKey(id), new { max_requests_per_1_minute = 1 });
        Assert.Equal(400, (await client.PostAsync("{}")).Status);
        Assert.Equal(404, (await client.PostAsync(Calls.Body(model: "none"))).Status);
        Assert.Equal(200, await StatusAsync(client));
    }

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(17, "17ms")]
    [InlineData(1000, "1s")]
    [InlineData(20_050, "20.05s")]
    [InlineData(86_400, "1m26.4s")]
    [InlineData(360_000, "6m0s")]
    [InlineData(86_400_000 + 1, "24h0m0.001s")]
    public void Durations_AreSpeltAsOpenAiDoes(long ms, string text) => Assert.Equal(text, DurationText.Of(ms));
}
