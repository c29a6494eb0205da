using Farebox.Contracts.Usage;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay;

/// <summary>Two upstreams offer the model: when is the second one tried?</summary>
public sealed class RelayFalloverTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _first = ScriptedUpstream.Start();
    private readonly ScriptedUpstream _second = ScriptedUpstream.Start();
    private RunningFarebox _farebox = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _farebox = await RunningFarebox.StartAsync([_first, _second], options => (options.UpstreamAnswerSeconds, options.UpstreamIdleSeconds) = (1, 1));
        _client = _farebox.With(await _farebox.NewKeyAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _farebox.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    public static TheoryData<string, bool> Cases => new()
    {
        { "server-error", true }, { "rate-limited", true }, { "wrong-key", true }, { "out-of-quota", true }, { "close", true }, { "never", true },
        { "stalled-error", true }, { "bad-request", false }, { "not-found", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task SecondUpstream_IsTriedExactlyWhenTheFirstIsAtFault(string name, bool tried)
    {
        _first.Enqueue(name switch
        {
            "server-error" => Answers.ServerError(),
            "rate-limited" => Answers.RateLimited(),
            "wrong-key" => Answers.WrongKey(),
            "out-of-quota" => Answers.OutOfQuota(),
            "close" => Answers.CloseAtOnce(),
            "never" => Answers.Never(),
            "stalled-error" => async call =>
            {
                await call.Writer.HeadAsync(500, [], BodyFraming.Chunked);
                await Task.Delay(Timeout.Infinite, call.Cancelled);
            },
            "bad-request" => Answers.BadRequest(),
            _ => Answers.ModelNotFound("gpt-4o-mini"),
        });

        var call = await _client.PostAsync(Calls.Body());

        Assert.Equal(name switch { "bad-request" => 400, "not-found" => 404, _ => 200 }, call.Status);
        Assert.Equal(tried ? 1 : 0, _second.Calls.Count);
        var record = await _farebox.RecordAsync(call.RequestId);
        Assert.Equal((tried ? 2 : 1, tried ? Outcomes.Completed : Outcomes.UpstreamRefused), (record.Attempts, record.Outcome));
        var upstreams = await _farebox.GetAsync("/v1/system/upstreams");
        Assert.NotEqual("failing", upstreams.GetProperty("data")[1].GetProperty("health").GetString());
    }

    [Fact]
    public async Task NoUpstreamAnswers_TheLastFailureIsTold()
    {
        _first.Enqueue(Answers.ServerError());
        _second.Enqueue(Answers.Never());

        var call = await _client.PostAsync(Calls.Body());

        Assert.Equal((504, "upstream_timeout"), (call.Status, call.Error.GetProperty("code").GetString()));
        Assert.Equal(2, (await _farebox.RecordAsync(call.RequestId)).Attempts);
    }
}
