using System.Text;
using Farebox.Contracts.Usage;
using Farebox.Server.Relay;
using Farebox.Server.Tests.Relay;
using Farebox.Server.Tests.Relay.Errors;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Hardening;

/// <summary>Clients that send or take slower than anybody would: each is cut off by a named option, while others are served.</summary>
public sealed class SlowTests(House<SlowTests.Rules> house) : HardeningTest<SlowTests.Rules>(house)
{
    private const int Half = 200;

    [Fact]
    public async Task Headers_ThatDribble_AreCutOff_ByRequestHeaderSeconds()
    {
        using var client = await ConnectAsync();
        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: farebox\r\n");
        var ending = client.ReadToEndAsync();
        using var between = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var i = 0; !ending.IsCompleted; i++)
        {
            await between.WaitForNextTickAsync(Cancellation);
            if (await client.TrySendAsync(new[] { (byte)"X-A: b\r\n"[i % 8] })) break;
        }

        Assert.StartsWith("HTTP/1.1 408 ", await ending, StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Theory]
    [ErrorRow("408 request_timeout")]
    [InlineData("/v1/chat/completions", false)]
    [InlineData("/v1/chat/completions", true)]
    [InlineData("/v1/organization/projects", false)]
    public async Task Body_ThatDribbles_Is408_ByRequestBodySeconds_HoweverMuchCameBefore(string path, bool fastBefore)
    {
        var credential = path.Contains("chat", StringComparison.Ordinal) ? Key : Farebox.Options.AdminKey;
        using var client = await ConnectAsync();
        await client.SendAsync(RawClient.Head(credential, "Content-Length: 900000\r\n", path));

        // Kestrel's least rate is an average: a quarter of a megabyte is good for many minutes.
        if (fastBefore) await client.SendAsync(Encoding.ASCII.GetBytes(new string(' ', 256 << 10)));
        else await client.SendAsync("{");
        var answer = await client.ReadAsync();

        Assert.Equal((408, "request_timeout", "close"), (answer!.Status, answer.Code, answer.Header("Connection")));
        await AssertNoBodyBytesAsync();
        await AssertServesAsync();
    }

    [Fact]
    public async Task LateBody_ThatComesInTime_IsServed()
    {
        using var client = await ConnectAsync();
        var body = Calls.Body();
        await client.SendAsync(RawClient.Head(Key, $"Content-Length: {body.Length}\r\n") + body[..10]);
        await AssertServesAsync();
        await client.SendAsync(body[10..]);

        Assert.Equal(200, (await client.ReadAsync())!.Status);
    }

    [Fact]
    public async Task Connection_WithoutARequest_IsClosed_ByClientIdleSeconds()
    {
        using var client = await ConnectAsync();

        Assert.Equal("", await client.ReadToEndAsync());

        using var served = await ConnectAsync();
        await served.SendAsync("GET /healthz HTTP/1.1\r\nHost: farebox\r\n\r\n");
        Assert.Equal(200, (await served.ReadAsync())!.Status);
        Assert.Equal("", await served.ReadToEndAsync());
    }

    [Fact]
    public async Task HalfOpenConnections_ByTheHundred_StopNobody_AndGoAway()
    {
        var many = await Task.WhenAll(Enumerable.Range(0, Half).Select(_ => ConnectAsync()));
        await Task.WhenAll(many.Select(client => client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost:")));

        await AssertServesAsync();
        var ends = await Task.WhenAll(many.Select(client => client.ReadToEndAsync()));

        Assert.All(ends, end => Assert.StartsWith("HTTP/1.1 408 ", end, StringComparison.Ordinal));
        foreach (var client in many) client.Dispose();
        await AssertServesAsync();
    }

    [Fact]
    public async Task Connections_BeyondMaxConnections_AreClosedAtOnce()
    {
        // Some connections are the fixture's own, so the last of these are over the limit.
        var many = await Task.WhenAll(Enumerable.Range(0, Half + 20).Select(_ => ConnectAsync()));

        var closed = await Task.WhenAll(many.Select(async client =>
        {
            await client.TrySendAsync("GET /healthz HTTP/1.1\r\nHost: farebox\r\n\r\n"u8.ToArray());
            return await client.ReadAsync() is null;
        }));

        Assert.InRange(closed.Count(one => one), 10, 20);
        foreach (var client in many) client.Dispose();
    }

    [Theory]
    [InlineData(20 << 20, Outcomes.ClientClosed)]
    [InlineData(7 << 20, Outcomes.Completed)]
    [InlineData(0, Outcomes.ClientClosed)]
    public async Task ClientThatTakesNothing_IsCutOff_ByClientStallSeconds_AndLeavesNothingBehind(int bodyBytes, string outcome)
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", input = "2", output = "8" });
        await Farebox.GrantAsync("5");
        var key = await Farebox.NewKeyAsync(new { name = "one at a time", concurrency = 1 });
        Answer answer = bodyBytes == 0 ? EndlessStream : Large(bodyBytes);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Upstream.Enqueue(call =>
        {
            asked.SetResult();
            return answer(call);
        });
        var body = Calls.Body(bodyBytes == 0 ? ",\"stream\":true" : "");
        using var client = await ConnectAsync(receiveBytes: 4096);
        await client.SendAsync(RawClient.Head(key, $"Content-Length: {body.Length}\r\n") + body);
        await asked.Task.WaitAsync(Cancellation);
        await AssertServesAsync();

        await WaitUntilNoneIsUnderWayAsync();

        var seen = await client.ReadToEndAsync();
        Assert.InRange(seen.Length, 1, bodyBytes == 0 ? 20 << 20 : bodyBytes - 1);
        Assert.Equal(outcome, (await Farebox.RecordAsync(RequestIdOf(seen))).Outcome);
        Assert.Equal(200, (await Farebox.With(key).PostAsync(Calls.Body())).Status);
        Assert.Equal(Kernel.Money.NanoUsd.Zero, (await Farebox.BalanceAsync()).Reserved);
    }

    [Fact]
    public async Task ClientThatTakesItsAnswerSlowly_GetsAllOfIt()
    {
        Upstream.Enqueue(Large(900 << 10));
        var body = Calls.Body();
        using var client = await ConnectAsync(receiveBytes: 4096);
        await client.SendAsync(RawClient.Head(Key, $"Content-Length: {body.Length}\r\n") + body);

        Assert.InRange((await client.ReadAsync())!.Body.Length, 900 << 10, 1 << 20);
    }

    private static Answer Large(int bytes) => Answers.Chat(new string('x', bytes));

    private static async Task EndlessStream(UpstreamCall call)
    {
        await call.Writer.HeadAsync(200, [new("Content-Type", "text/event-stream")], BodyFraming.Chunked);
        var frame = Encoding.ASCII.GetBytes("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + new string('x', 32 << 10) + "\"}}]}\n\n");
        while (true) await call.Writer.WriteAsync(frame);
    }

    private static string RequestIdOf(string answer) => answer[answer.IndexOf("req_", StringComparison.Ordinal)..][..36];

    private async Task WaitUntilNoneIsUnderWayAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        var gate = Farebox.Services.GetRequiredService<CallGate>();
        while (gate.Count > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public sealed class Rules : IHouseRules
    {
        public static void Apply(Platform.Options.FareboxOptions options)
        {
            options.RequestHeaderSeconds = 1;
            options.RequestBodySeconds = 1;
            options.ClientIdleSeconds = 3; // Longer than the others: kept connections of the tests' own are not to end together with them.
            options.ClientStallSeconds = 1;
            options.MaxBufferedAnswerBytes = 8 << 20; // More than the kernel takes on its own account.
            options.MaxConnections = Half + 10;
        }
    }
}
