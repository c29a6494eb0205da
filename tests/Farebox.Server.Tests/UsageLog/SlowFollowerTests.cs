using System.IO.Pipelines;
using System.Text;
using Farebox.Server.UsageLog;
using Farebox.Testing.Upstream;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.UsageLog;

public sealed class SlowFollowerTests : UsageLogFixture
{
    private const int MoreThanWait = 1001;

    [Fact]
    public async Task Follower_ThatMissedCalls_ReadsThemFromTheStore()
    {
        var feed = Farebox.Services.GetRequiredService<FinishedCalls>();
        using var follower = feed.Follow(OrganizationId)!;
        var second = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string told = await AnnounceAsync(feed, second), missed = "";
        for (var i = 0; i < MoreThanWait; i++) missed = await AnnounceAsync(feed, second);

        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var context = new DefaultHttpContext();
        context.Response.Body = pipe.Writer.AsStream();
        using var stop = new CancellationTokenSource(Patience.Limit);
        var filter = new RequestLogFilter { OrganizationId = OrganizationId, Limit = 0 };
        var following = new LogFollowing(
            context.Response, filter, follower, Farebox.Services.GetRequiredService<UsageQueryStore>(), TimeProvider.System, stop.Token);
        await following.TailAsync(0);
        var running = following.RunAsync();
        var text = new StringBuilder();
        while (!text.ToString().Contains(missed, StringComparison.Ordinal))
        {
            var read = await pipe.Reader.ReadAsync(stop.Token);
            foreach (var piece in read.Buffer) text.Append(Encoding.UTF8.GetString(piece.Span));
            pipe.Reader.AdvanceTo(read.Buffer.End);
        }

        Assert.Single(text.ToString().Split('\n'), line => line.Contains(told, StringComparison.Ordinal));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void Follow_TooMany_IsRefusedUntilOneLeaves()
    {
        var feed = new FinishedCalls();
        var followers = Enumerable.Range(0, 200).Select(_ => feed.Follow("org")!).ToList();
        Assert.Null(feed.Follow("org"));
        followers[0].Dispose();
        Assert.NotNull(feed.Follow("org"));
    }

    private async Task<string> AnnounceAsync(FinishedCalls feed, long second)
    {
        var (id, record) = await WriteRecordAsync(second);
        feed.Announce(record);
        return id;
    }
}
