using System.Security.Cryptography;
using Farebox.Server.CallLog;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.CallLog;

public sealed class PayloadWriterTests : CallLogFixture
{
    protected override void Configure(Platform.Options.FareboxOptions options) => (options.CallLogMaxPending, options.CallLogMaxMib) = (3, 1);

    [Fact]
    public async Task Add_WhenTooManyWait_DropsPayloadsAndDelaysNoCall()
    {
        await KeepAsync(new { policy = "full" });
        using var busy = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var blocking = Writer.OrderAsync(_ =>
        {
            busy.Set();
            return release.Wait(Patience.Limit);
        });
        Assert.True(busy.Wait(Patience.Limit, Cancelled));

        // The writer stands still: calls go on, and their records are there.
        for (var i = 0; i < 5; i++) Assert.Equal(200, (await Client.PostAsync(Ask($"call{i}quux"))).Status);
        Assert.Equal(2, Writer.Dropped);
        Assert.Equal(5, (await Farebox.RecordsAsync()).Count);
        Assert.Contains(Farebox.Logs.Lines, line => line.Contains("cannot keep up", StringComparison.Ordinal));

        release.Set();
        await blocking;
        Assert.Equal(3, (await SearchAsync("text=user")).Count);
        Assert.Equal(0, Farebox.Services.GetRequiredService<CaptureRoom>().Taken);
    }

    [Fact]
    public async Task Room_WhenUsedUp_CutsPayloadsAndGoesOn()
    {
        await KeepAsync(new { policy = "full" });
        var room = Farebox.Services.GetRequiredService<CaptureRoom>();
        var all = Farebox.Options.CallLogMaxPendingMib << 20;
        Assert.True(room.TryTake(all));
        var call = await Client.PostAsync(Ask("zanzibar"));
        room.Give(all);
        Assert.Equal(200, call.Status);
        Assert.True((await ShowAsync(call)).GetProperty("payload").GetProperty("request_cut").GetBoolean());
    }

    [Fact]
    public async Task Room_IsGivenBack_HoweverACallEnds()
    {
        await KeepAsync(new { policy = "full" });
        Upstream.Enqueue(Answers.BadRequest(), Answers.CutChat(50), Answers.ChatStream(new StreamScript { StopAfterFrames = 2, Ending = StreamEnding.Reset }));
        foreach (var more in new[] { "", "", ",\"stream\":true" }) await Client.PostAsync(Ask("hi", more)).ContinueWith(_ => { }, TaskScheduler.Default);
        await Client.PostAsync("no json");
        await WrittenAsync();
        Assert.Equal(0, Farebox.Services.GetRequiredService<CaptureRoom>().Taken);
        Assert.Equal(4, await Writer.OrderAsync(store => (int)store.Owners().Sum(owner => store.Delete(owner.OrganizationId, null, 0, long.MaxValue))));
    }

    [Fact]
    public async Task Budget_WhenUsedUp_TheOldestGo()
    {
        await KeepAsync(new { policy = "full" });
        var calls = new List<CallResult>();
        for (var i = 0; i < 40; i++)
        {
            // Digits of chance: they do not compress to less than half.
            calls.Add(await Client.PostAsync(Ask($"call{i}quux " + Convert.ToHexString(RandomNumberGenerator.GetBytes(60_000)))));
            await WrittenAsync();
        }

        Assert.InRange(await Writer.OrderAsync(store => store.UsedBytes()), 1, 1 << 20);
        Assert.False((await ShowAsync(calls[0])).TryGetProperty("payload", out _));
        Assert.True((await ShowAsync(calls[^1])).TryGetProperty("payload", out _));
    }

    [Fact]
    public async Task Retention_DeletesWhatIsTooOldForItsProject()
    {
        await KeepAsync(new { policy = "full", retention_days = 10 });
        var upkeep = Farebox.Services.GetRequiredService<PayloadUpkeep>();
        var old = await Client.PostAsync(Ask("zanzibarquux"));
        await WrittenAsync();
        Clock.Advance(TimeSpan.FromDays(9));
        var young = await Client.PostAsync(Ask("timbuktuquux"));
        await WrittenAsync();
        Assert.Equal(0, await upkeep.RunOnceAsync());

        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await upkeep.RunOnceAsync());
        Assert.False(IsOnDisk("nzibarquux"));
        Assert.True((await ShowAsync(young)).TryGetProperty("payload", out _));
        Assert.False((await ShowAsync(old)).TryGetProperty("payload", out _));
    }

    [Fact]
    public async Task Store_ThatCannotBeOpened_FailsNoCall()
    {
        Directory.CreateDirectory(StorePath);
        await KeepAsync(new { policy = "full" });
        var call = await Client.PostAsync(Ask("zanzibar"));
        Assert.Equal(200, call.Status);
        await Assert.ThrowsAsync<Platform.StoreUnavailableException>(WrittenAsync);
        Assert.Equal(1, Writer.Dropped);
        Directory.Delete(StorePath);
        Assert.True((await ShowAsync(await Client.PostAsync(Ask("timbuktu")))).TryGetProperty("payload", out _));
    }
}
