using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay;

/// <summary>One call too many at once is turned away; the one before it is served.</summary>
public sealed class RelayOverloadTests : RelayFixture
{
    protected override void Configure(Platform.Options.FareboxOptions options) => options.MaxConcurrentCalls = 1;

    [Fact]
    public async Task CallBeyondTheLimit_Is503_WithWhenToComeBack()
    {
        var gate = new Gate();
        Upstream.Enqueue(Answers.Behind(gate, Answers.Chat("first")));
        var first = Client.PostAsync(Calls.Body());
        await Upstream.WaitForRequestAsync(TestContext.Current.CancellationToken);

        var second = await Client.PostAsync(Calls.Body());
        gate.Open();

        Assert.Equal(
            (503, "service_unavailable_error", "server_is_overloaded"),
            (second.Status, second.Error.GetProperty("type").GetString(), second.Error.GetProperty("code").GetString()));
        Assert.Equal(("1", "1000"), (second.Header("Retry-After"), second.Header("retry-after-ms")));
        Assert.Equal(200, (await first).Status);
    }
}
