using System.Text;
using Farebox.Server.Upstreams;
using Farebox.Server.Upstreams.Eliza;

namespace Farebox.Server.Tests.Upstreams.Eliza;

public sealed class ElizaAnswerTests
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(40);

    /// <summary>Only a broken answer takes so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualClock _clock = new();
    private readonly byte[] _buffer = new byte[64];

    [Fact]
    public async Task Read_Breaths_WaitsForEachAndNeverRunsPastOne()
    {
        using var answer = Open();
        Assert.Equal("one", await ReadAsync(answer));

        var second = ReadAsync(answer);
        _clock.Advance(Breath - TimeSpan.FromTicks(1));
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(" two", await second);

        var third = ReadAsync(answer);
        Assert.False(third.IsCompleted);
        _clock.Advance(Breath);
        Assert.Equal(" three", await third);
        Assert.Equal("", await ReadAsync(answer));
        Assert.Equal(0, _clock.Waiting);
    }

    [Fact]
    public async Task Read_SmallBuffer_WaitsOncePerBreath()
    {
        using var answer = Open();
        Assert.Equal("one", await ReadAsync(answer));
        var read = answer.ReadAsync(_buffer.AsMemory(0, 2), TestContext.Current.CancellationToken);
        _clock.Advance(Breath);
        Assert.Equal(2, await read);
        Assert.Equal(2, await answer.ReadAsync(_buffer.AsMemory(0, 2), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Read_NoBreaths_GivesAllAtOnce()
    {
        using var answer = Open(TimeSpan.Zero);
        Assert.Equal("one two three", await ReadAsync(answer));
    }

    [Fact]
    public async Task Read_CancelledWhileWaiting_EndsAndLeavesNoTimerAndCanGoOn()
    {
        using var answer = Open();
        await ReadAsync(answer);
        using var cancellation = new CancellationTokenSource();
        var waiting = ReadAsync(answer, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(0, _clock.Waiting);

        var again = ReadAsync(answer);
        _clock.Advance(Breath);
        Assert.Equal(" two", await again);
    }

    [Fact]
    public async Task Dispose_WhileReading_EndsTheReadAndLeavesNoTimer()
    {
        var answer = Open();
        await ReadAsync(answer);
        var waiting = ReadAsync(answer);
        answer.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(0, _clock.Waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAsync(answer));
    }

    [Fact]
    public async Task Connection_WordDelay_PacesTheWordsOfAStream()
    {
        using var connection = ElizaCalls.Connect(_clock, Breath);
        using var answer = await connection.SendAsync(
            ElizaCalls.Request(ElizaCalls.Body(["Hello"], ",\"stream\":true,\"max_tokens\":2")), TestContext.Current.CancellationToken);

        var buffer = new byte[4_096];
        var first = await answer.ReadAsync(buffer, TestContext.Current.CancellationToken);
        Assert.Contains("\"role\":\"assistant\"", Encoding.UTF8.GetString(buffer, 0, first), StringComparison.Ordinal);

        var second = answer.ReadAsync(buffer, TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        _clock.Advance(Breath);
        Assert.EndsWith("data: [DONE]\n\n", Encoding.UTF8.GetString(buffer, 0, await second), StringComparison.Ordinal);
    }

    private ElizaAnswer Open(TimeSpan? breath = null) =>
        ElizaAnswer.Events("one two three"u8.ToArray(), new Pace([3, 7], breath ?? Breath, _clock));

    private async Task<string> ReadAsync(UpstreamAnswer answer, CancellationToken? cancellationToken = null)
    {
        var count = await answer.ReadAsync(_buffer, cancellationToken ?? TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(_buffer, 0, count);
    }
}
