using Farebox.Contracts.Usage;
using Farebox.Server.Relay;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Hardening;

/// <summary>The least rate of clients, where no other option ends them.</summary>
public sealed class SlowRateTests(House<SlowRateTests.Rules> house) : HardeningTest<SlowRateTests.Rules>(house)
{
    [Fact]
    public async Task Body_SlowerThanClientMinBytesPerSecond_Is408_AfterTheGrace()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(RawClient.Head(Key, "Content-Length: 900000\r\n") + "{");

        Assert.Equal(408, (await client.ReadAsync())!.Status);
        await AssertServesAsync();
    }

    [Fact]
    public async Task AnswerTakenSlowerThanClientMinBytesPerSecond_IsCutOff()
    {
        var large = Answers.Chat(new string('x', 20 << 20));
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Upstream.Enqueue(call =>
        {
            asked.SetResult();
            return large(call);
        });
        var body = Calls.Body();
        using var client = await ConnectAsync(receiveBytes: 4096);
        await client.SendAsync(RawClient.Head(Key, $"Content-Length: {body.Length}\r\n") + body);
        await asked.Task.WaitAsync(Cancellation);

        using var patience = new CancellationTokenSource(Patience.Limit);
        while (Farebox.Services.GetRequiredService<CallGate>().Count > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.InRange((await client.ReadToEndAsync()).Length, 1, (20 << 20) - 1);
        Assert.Contains(await Farebox.RecordsAsync(), record => record.Outcome == Outcomes.ClientClosed);
    }

    public sealed class Rules : IHouseRules
    {
        public static void Apply(Platform.Options.FareboxOptions options)
        {
            options.ClientMinBytesPerSecond = 1_000_000;
            options.ClientGraceSeconds = 2;
            options.ClientStallSeconds = 3600;
            options.RequestBodySeconds = 3600;
        }
    }
}
