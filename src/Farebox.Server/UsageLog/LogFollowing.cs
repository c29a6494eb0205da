using System.Globalization;
using System.Text.Json;
using Farebox.Contracts;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary>
/// One who follows the log: each call's record as an event when the call has ended, once. What passed while nobody listened is read from
/// the store, so that neither a slow reader nor a broken connection misses a call.
/// </summary>
internal sealed class LogFollowing(
    HttpResponse response, RequestLogFilter filter, FinishedCalls.Follower follower, UsageQueryStore store, TimeProvider clock, CancellationToken stop)
{
    private const int PageRows = 1000;
    private const int MaxSeen = 20_000;

    // A call that ended may become durable this much later than one that ended after it.
    private const long SlackMs = 60_000;

    // A call that ended after a moment began at most this long before it.
    private const long LongestCallMs = 6 * 3_600_000;

    private static readonly byte[] KeepAlive = ": keep-alive\n\n"u8.ToArray();
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly HashSet<RequestId> _seen = [];
    private readonly Queue<RequestId> _seenInOrder = new();
    private long _cursorMs;

    /// <summary>Begins with the last so many records.</summary>
    public async Task TailAsync(int rows)
    {
        _cursorMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (rows == 0) return;
        var page = await store.ListAsync(filter with { Limit = rows }, stop);
        foreach (var row in Enumerable.Reverse(page.Take(rows))) await WriteAsync(row);
        await response.Body.FlushAsync(stop);
    }

    /// <summary>Goes on where an earlier stream ended; what it had shown just before may come again.</summary>
    /// <param name="cursorMs">The id of its last event.</param>
    public async Task ResumeAsync(long cursorMs)
    {
        _cursorMs = cursorMs;
        await CatchUpAsync();
    }

    /// <summary>Writes events as calls end.</summary>
    public async Task RunAsync()
    {
        var calls = follower.Calls;
        while (true)
        {
            while (calls.TryRead(out var record)) await WriteAsync(RequestLogRow.Of(record));
            if (follower.TakeMissed()) await CatchUpAsync();
            await response.Body.FlushAsync(stop);
            var more = calls.WaitToReadAsync(stop);
            if (!more.IsCompleted) await WaitAsync(more.AsTask());
        }
    }

    private async Task WaitAsync(Task<bool> more)
    {
        while (true)
        {
            try
            {
                await more.WaitAsync(Silence, clock, stop);
                return;
            }
            catch (TimeoutException)
            {
                await response.Body.WriteAsync(KeepAlive, stop);
                await response.Body.FlushAsync(stop);
            }
        }
    }

    private async Task CatchUpAsync()
    {
        var since = _cursorMs - SlackMs;
        var page = filter with { Ascending = true, Limit = PageRows, FromMs = Math.Max(filter.FromMs ?? 0, Math.Max(0, since - LongestCallMs)) };
        while (true)
        {
            var rows = await store.ListAsync(page, stop);
            foreach (var row in rows.Take(PageRows).Where(row => row.EndedAtMs >= since)) await WriteAsync(row);
            await response.Body.FlushAsync(stop);
            if (rows.Count <= PageRows) return;
            page = page with { After = RequestId.FromBytes(rows[PageRows - 1].RequestId) };
        }
    }

    private async Task WriteAsync(RequestLogRow row)
    {
        if (!filter.Matches(row) || !_seen.Add(RequestId.FromBytes(row.RequestId))) return;
        _seenInOrder.Enqueue(RequestId.FromBytes(row.RequestId));
        if (_seenInOrder.Count > MaxSeen) _seen.Remove(_seenInOrder.Dequeue());
        _cursorMs = Math.Max(_cursorMs, row.EndedAtMs);
        var id = _cursorMs.ToString(CultureInfo.InvariantCulture);
        await response.WriteAsync($"id: {id}\ndata: {JsonSerializer.Serialize(row.ToContract(), FareboxJson.Options)}\n\n", stop);
    }
}
