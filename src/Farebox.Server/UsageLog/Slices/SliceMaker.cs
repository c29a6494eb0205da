using System.Data.Common;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.UsageLog.Slices;

/// <summary>
/// Makes slices of usage records, a few at a time, and keeps them right: first of what is old enough, then of records that came late, then one of
/// several small ones. Each write is one transaction and leaves answers right, wherever the process ends. Not for two threads at once.
/// </summary>
/// <param name="maxRecords">Records in a slice, at most.</param>
internal sealed class SliceMaker(
    Database database, SliceStore store, SliceProgressStore progress, TimeProvider clock, int maxRecords = Slice.MaxRecords)
{
    // Most calls have ended by then, and few are marked as late.
    private const long LagMs = 30_000;

    // What a round takes on: after a long pause, or on an old store, there are many rounds.
    private const long RoundMs = 86_400_000;
    private const int MaxNamesPerWrite = 400;
    private const int MergeAtOnce = 16;
    private const int LatePerRound = 4000;

    private readonly SliceNames _names = new();
    private bool _isClean;

    /// <summary>Records that are old enough for slices, counted up to a bound.</summary>
    public async Task<long> CountWaitingAsync(int maxCount) => (await progress.WaitingAsync(UntilMs, maxCount)).Waiting.Sum(row => row.Count);

    /// <summary>Makes slices of some records; false when all that are old enough have theirs.</summary>
    public Task<bool> AdvanceAsync(CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        if (!_isClean) await CleanAsync();
        _isClean = true;
        var (_, waiting) = await progress.WaitingAsync(UntilMs, 1);
        if (waiting.Count == 0) return false;
        var untilMs = Math.Min(UntilMs, waiting.Min(row => RequestIdRange.MsOf(row.FirstId!)) + RoundMs);
        await store.RaiseAsync(untilMs);
        var until = RequestIdRange.At(untilMs);
        foreach (var row in waiting) await AppendAsync(row, until, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        await store.AdvanceAsync(untilMs);
        foreach (var row in waiting) await MergeAsync(row.OrganizationId, cancellationToken);
        return true;
    });

    /// <summary>Puts records that came late into the slices of their time; how many there were.</summary>
    public Task<int> FoldAsync(CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        var late = await progress.LateAsync(LatePerRound);
        var done = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (organizationId, requestId) in late)
        {
            // In order: what lies before the end of the range that was made last went with it.
            if (done.TryGetValue(organizationId, out var end) && requestId.AsSpan().SequenceCompareTo(end) < 0) continue;
            done[organizationId] = await RemakeAsync(
                organizationId, connection => SliceProgressStore.Around(connection, organizationId, requestId), cancellationToken);
        }

        return late.Count;
    });

    /// <summary>How many records are late, counted up to a bound.</summary>
    public async Task<int> CountLateAsync(int maxCount) => (await progress.LateAsync(maxCount)).Count;

    /// <summary>Whether every record is in a slice.</summary>
    public async Task<bool> IsDoneAsync() =>
        (await progress.WaitingAsync(RequestIdRange.MaxMs - 1, 1)).Waiting.Count == 0 && (await progress.LateAsync(1)).Count == 0;

    private long UntilMs => clock.GetUtcNow().ToUnixTimeMilliseconds() - LagMs;

    // Nobody reads them: they are of records that are still read one by one.
    private async Task CleanAsync()
    {
        foreach (var id in await progress.LeftBehindAsync()) await store.DeleteAsync([id]);
    }

    private async Task AppendAsync(WaitingRecords waiting, byte[] until, CancellationToken cancellationToken)
    {
        var (from, isDone) = (waiting.FirstId!, false);
        while (!isDone)
        {
            var (slice, marks) = await ReadAsync(connection =>
            {
                var slice = RecordReaderStore.Read(connection, _names, waiting.OrganizationId, from, until, (1, maxRecords), cancellationToken)[0];
                var end = slice.IsFull ? Behind(slice.LastId) : until;
                return (slice, SliceProgressStore.Marks(connection, waiting.OrganizationId, from, end));
            });
            (isDone, from) = (!slice.IsFull, slice.IsFull ? Behind(slice.LastId) : until);
            if (slice.Records == 0) return;
            cancellationToken.ThrowIfCancellationRequested();
            await AddNamesAsync();
            await store.ReplaceAsync(waiting.OrganizationId, [], [slice], marks);
        }
    }

    /// <summary>
    /// Makes one slice of the newest small ones, when they are of about the same size: so each record is written a few times, and few slices stay.
    /// </summary>
    private async Task MergeAsync(string organizationId, CancellationToken cancellationToken)
    {
        var newest = await progress.NewestAsync(organizationId, MergeAtOnce);
        if (newest.Count == 0) return;
        var (count, records) = (1, newest[0].Records);
        while (count < newest.Count && newest[count].Records <= 2 * records && records + newest[count].Records <= maxRecords)
            records += newest[count++].Records;
        if (count == 1) return;
        var (from, until) = (newest[count - 1].FirstId, Behind(newest[0].LastId));
        await RemakeAsync(organizationId, _ => (from, until), cancellationToken);
    }

    /// <summary>Makes the slices of a range anew, all of which begin and end in it, in one transaction. Returns the range's end.</summary>
    private async Task<byte[]> RemakeAsync(string organizationId, Func<DbConnection, (byte[] From, byte[] Until)> range, CancellationToken cancellationToken)
    {
        var (until, replaced, slices, marks) = await ReadAsync(connection =>
        {
            var (from, until) = range(connection);
            return (until, SliceProgressStore.Between(connection, organizationId, from, until).ConvertAll(head => head.Id),
                RecordReaderStore.Read(connection, _names, organizationId, from, until, (int.MaxValue, maxRecords), cancellationToken),
                SliceProgressStore.Marks(connection, organizationId, from, until));
        });
        await AddNamesAsync();
        await store.ReplaceAsync(organizationId, replaced, slices.Where(slice => slice.Records > 0), marks);
        return until;
    }

    private async Task AddNamesAsync()
    {
        var (series, users) = _names.TakeNew();
        foreach (var some in series.Chunk(MaxNamesPerWrite)) await store.AddNamesAsync(some, []);
        foreach (var some in users.Chunk(MaxNamesPerWrite)) await store.AddNamesAsync([], some);
    }

    // One moment of the store: records and marks that belong together.
    private Task<T> ReadAsync<T>(Func<DbConnection, T> read) => database.ReadAsync(connection => connection.ReadAtOneMoment(read));

    private async Task<T> GuardAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch
        {
            _names.Reset();
            _isClean = false;
            throw;
        }
    }

    private static byte[] Behind(byte[] id) => new RequestId(RequestId.FromBytes(id).Value + 1).ToBytes();
}
