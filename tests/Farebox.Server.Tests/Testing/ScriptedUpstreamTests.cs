using System.Net;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Testing;

public sealed class ScriptedUpstreamTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enqueue_TwoAnswers_ComeInOrderBeforeTheStandingOne()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Always(Answers.Chat("standing"));
        upstream.Enqueue(Answers.RateLimited(), Answers.Chat("second"));

        using var first = await client.ChatAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, first.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), first.Headers.RetryAfter?.Delta);
        Assert.Contains("second", await client.ChatTextAsync(), StringComparison.Ordinal);
        Assert.Contains("standing", await client.ChatTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, upstream.QueuedCount);
    }

    [Fact]
    public async Task Enqueue_ListingOfModels_DoesNotTakeTheAnswer()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Models = ["only-model"];
        upstream.Enqueue(Answers.Chat("for the call"));

        Assert.Contains("only-model", await client.ModelsAsync(), StringComparison.Ordinal);
        Assert.Contains("for the call", await client.ChatTextAsync(), StringComparison.Ordinal);
        Assert.Equal(2, upstream.Requests.Count);
        Assert.Single(upstream.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_BodyOfAnyFraming_IsRecorded(bool chunked)
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        const string Body = """{"model":"gpt-4o-mini","messages":[],"stream":true,"stream_options":{"include_usage":true}}""";

        using var answer = await client.ChatAsync(Body, chunked);
        var request = await upstream.WaitForRequestAsync(Cancelled);

        Assert.Equal(("POST", "/v1/chat/completions", Body), (request.Method, request.Path, request.BodyText));
        Assert.Equal("application/json", request.Header("content-type"));
        Assert.True(request is { Model: "gpt-4o-mini", AsksForStream: true, AsksForUsage: true });
    }

    [Fact]
    public async Task KeepAlive_WholeAnswers_ShareAConnection()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Enqueue(Answers.Chat(), Answers.ChatStream(), Answers.Chat("x", null, BodyFraming.UntilClose), Answers.Chat());

        foreach (var _ in Enumerable.Range(0, 3)) await client.ChatTextAsync();
        Assert.Equal(1, upstream.ConnectionCount);
        await client.ChatTextAsync();
        Assert.Equal(2, upstream.ConnectionCount);
        Assert.All(upstream.Requests, request => Assert.Equal(AnswerEnding.Whole, request.Ended.Result));
    }

    [Fact]
    public async Task WaitForDisconnect_ClientLeavesMidStream_NamesItsRequest()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        var gate = new Gate();
        upstream.Enqueue(Answers.Chat(), Answers.ChatStream(new StreamScript { Gate = gate, HoldFromPiece = 2 }));
        await client.ChatTextAsync();

        var leaving = upstream.WaitForDisconnectAsync(Cancelled);
        var answer = await client.ChatAsync("""{"stream":true}""");
        await gate.WaitUntilHeldAsync(Cancelled);
        Assert.False(leaving.IsCompleted);
        answer.Dispose();

        var request = await leaving;
        Assert.Equal("""{"stream":true}""", request.BodyText);
        Assert.Equal(AnswerEnding.ClientLeft, await request.Ended);
        Assert.Equal(2, request.Produced.Frames);
    }

    [Theory]
    [InlineData(ConnectionHandling.CloseAtOnce)]
    [InlineData(ConnectionHandling.ResetAtOnce)]
    public async Task Connections_NotServed_FailTheCallWithoutARequest(ConnectionHandling handling)
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Connections = handling;

        await Assert.ThrowsAsync<HttpRequestException>(client.ChatTextAsync);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Answer_ThatThrows_IsAFaultAndBreaksTheConnection()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Enqueue(_ => throw new InvalidOperationException("the test's own mistake"));

        await Assert.ThrowsAsync<HttpRequestException>(client.ChatTextAsync);
        Assert.Equal(AnswerEnding.ScriptFailed, await upstream.Calls[0].Ended);
        Assert.IsType<InvalidOperationException>(Assert.Single(upstream.Faults));
    }

    [Fact]
    public async Task Dispose_AnswerUnderWay_EndsItAndFreesThePort()
    {
        var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Always(Answers.Never());
        var call = client.ChatTextAsync();
        var request = await upstream.WaitForRequestAsync(Cancelled);

        await upstream.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => call);
        Assert.Equal(AnswerEnding.Stopped, await request.Ended);
        await using var successor = ScriptedUpstream.Start(upstream.Port);
        Assert.Equal(upstream.BaseUrl, successor.BaseUrl);
    }
}
