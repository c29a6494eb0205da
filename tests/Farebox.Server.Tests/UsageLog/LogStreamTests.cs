using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.UsageLog;

public sealed class LogStreamTests : RelayFixture
{
    private static string Streamed => Calls.Body(",\"stream\":true");

    [Fact]
    public async Task Stream_LongCallThatEndsLater_IsShownWhenItEnds()
    {
        var gate = new Gate();
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Gate = gate, HoldFromPiece = 2 }), Answers.Chat());
        await using var follower = await LogFollower.StartAsync(Farebox.Admin);
        using var longCall = await Client.BeginAsync(Streamed, TestContext.Current.CancellationToken);
        await gate.WaitUntilHeldAsync(TestContext.Current.CancellationToken);
        var shortCall = await Client.PostAsync(Calls.Body());
        Assert.Equal(shortCall.RequestId, (await follower.NextAsync()).RequestId);

        gate.Open();
        await longCall.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(longCall.Headers.GetValues("x-request-id").Single(), (await follower.NextAsync()).RequestId);
    }

    [Fact]
    public async Task Stream_ThatGoesOn_ShowsWhatEndedMeanwhile()
    {
        var gate = new Gate();
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Gate = gate, HoldFromPiece = 2 }));
        using var longCall = await Client.BeginAsync(Streamed, TestContext.Current.CancellationToken);
        await gate.WaitUntilHeldAsync(TestContext.Current.CancellationToken);
        string seen, cursor;
        await using (var follower = await LogFollower.StartAsync(Farebox.Admin))
        {
            seen = (await Client.PostAsync(Calls.Body())).RequestId;
            (var first, cursor) = await follower.NextAsync();
            Assert.Equal(seen, first);
        }

        // It began before the call that was seen, and ends while nobody listens.
        gate.Open();
        await longCall.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var meanwhile = (await Client.PostAsync(Calls.Body())).RequestId;
        await using var again = await LogFollower.StartAsync(Farebox.Admin, lastEventId: cursor);
        var shown = new HashSet<string>();
        while (!shown.Contains(meanwhile)) shown.Add((await again.NextAsync()).RequestId);
        Assert.Contains(longCall.Headers.GetValues("x-request-id").Single(), shown);
        Assert.Equal((await Client.PostAsync(Calls.Body())).RequestId, (await again.NextAsync()).RequestId);
    }

    [Fact]
    public async Task Stream_Tail_BeginsWithTheNewest_OldestFirst()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++) ids.Add((await Client.PostAsync(Calls.Body())).RequestId);
        await using var follower = await LogFollower.StartAsync(Farebox.Admin, "?tail=2");
        Assert.Equal(ids[1], (await follower.NextAsync()).RequestId);
        Assert.Equal(ids[2], (await follower.NextAsync()).RequestId);
    }

    [Fact]
    public async Task Stream_Filter_LetsOnlyMatchesThrough()
    {
        Upstream.Enqueue(Answers.Chat(), Answers.BadRequest());
        await using var follower = await LogFollower.StartAsync(Farebox.Admin, "?outcome=upstream_refused&model=gpt-4o-mini");
        await Client.PostAsync(Calls.Body());
        var refused = await Client.PostAsync(Calls.Body());
        Assert.Equal(refused.RequestId, (await follower.NextAsync()).RequestId);
    }

    [Fact]
    public async Task Stream_ForAKey_ShowsItsProjectOnly()
    {
        var project = (await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/organization/projects", new { name = "other" })).GetProperty("id").GetString();
        var made = await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, $"/v1/organization/projects/{project}/api_keys", new { name = "other" });
        var other = Farebox.With(TestRecords.Secret(made.GetProperty("value").GetString()!));
        await using var follower = await LogFollower.StartAsync(other, "?tail=5");
        await Client.PostAsync(Calls.Body());
        var own = await other.PostAsync(Calls.Body());
        Assert.Equal(own.RequestId, (await follower.NextAsync()).RequestId);
    }

    [Theory]
    [InlineData("?tail=101")]
    [InlineData("?text=a")]
    [InlineData("?outcome=odd")]
    public async Task Stream_BadParameter_Is400(string query)
    {
        using var response = await Farebox.Admin.GetAsync(new Uri("/v1/organization/request_logs/stream" + query, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task Follower_ThatIsSlow_ReadsWhatItMissedFromTheStore()
    {
        // More than wait for one who does not read: the response's own buffers are filled first.
        await using var follower = await LogFollower.StartAsync(Farebox.Admin);
        var ids = new HashSet<string>();
        for (var i = 0; i < 40; i++)
        {
            var calls = Enumerable.Range(0, 50).Select(_ => Client.PostAsync("""{"model":"none","messages":[{"role":"user","content":"x"}]}"""));
            foreach (var call in await Task.WhenAll(calls)) ids.Add(call.RequestId);
        }

        while (ids.Count > 0) ids.Remove((await follower.NextAsync()).RequestId);
    }
}
