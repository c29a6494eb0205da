using Dapper;
using Farebox.Server.UsageLog;

namespace Farebox.Server.Tests.UsageLog.Slices;

public sealed class SliceMakerTests : SliceTest
{
    [Fact]
    public async Task Advance_OldRecords_AreInSlicesAndNewOnesAreNot()
    {
        await WriteAsync(Enumerable.Range(0, 100).Select(i => Record(NowMs - 60_000 + i)));
        await WriteAsync(Record(NowMs));
        await MakeAllAsync();
        Assert.Equal((100, 0), await CountAsync());
        Assert.False(await Maker.IsDoneAsync());
        Assert.Equal(101, await SumAsync());

        Clock.Advance(TimeSpan.FromMinutes(1));
        await MakeAllAsync();
        Assert.Equal((101, 0), await CountAsync());
        Assert.True(await Maker.IsDoneAsync());
        Assert.Equal(101, await SumAsync());
    }

    [Fact]
    public async Task Record_OfACallThatBeganLongAgo_IsMarkedUntilItIsInItsSlice()
    {
        await WriteAsync(Enumerable.Range(0, 100).Select(i => Record(NowMs - 60_000 + i)));
        await MakeAllAsync();
        await WriteAsync(Record(NowMs - 59_950), Record(NowMs - 3_600_000));
        Assert.Equal((100, 2), await CountAsync());
        Assert.Equal(102, await SumAsync());

        await MakeAllAsync();
        Assert.Equal((102, 0), await CountAsync());
        Assert.Equal(102, await SumAsync());
    }

    [Fact]
    public async Task Record_WrittenAgain_IsNotMarked()
    {
        var record = Record(NowMs - 60_000);
        await WriteAsync(record);
        await MakeAllAsync();
        await WriteAsync(record);
        Assert.Equal((1, 0), await CountAsync());
    }

    [Fact]
    public async Task Record_AfterARestart_IsKnownToBeLate()
    {
        await WriteAsync(Record(NowMs - 60_000));
        await MakeAllAsync();
        Restart();
        await WriteAsync(Record(NowMs - 70_000), Record(NowMs));
        Assert.Equal((1, 1), await CountAsync());
        Assert.Equal(3, await SumAsync());
    }

    [Fact]
    public async Task InterruptedCall_OfTheLastProcess_IsMarked()
    {
        var call = Record(NowMs - 60_000).Call;
        await Database.UpkeepAsync(connection => connection.Execute("""
            INSERT INTO open_calls (request_id, started_at, organization_id, project_id, key_id, surface, stream, model)
            VALUES (@id, @StartedAtMs, 'org_1', 'proj_1', 'key_1', 0, 1, 'small')
            """, new { id = call.RequestId.ToBytes(), call.StartedAtMs }));
        await WriteAsync(Record(NowMs - 50_000));
        await MakeAllAsync();
        await Database.UpkeepAsync(UsageRecordStore.ResolveOpen);
        Assert.Equal((1, 1), await CountAsync());
        Assert.Equal(2, await SumAsync());
        await MakeAllAsync();
        Assert.Equal((2, 0), await CountAsync());
    }

    [Fact]
    public async Task Slices_OfFewRecordsEach_BecomeFew()
    {
        for (var i = 0; i < 64; i++)
        {
            await WriteAsync(Record(NowMs));
            Clock.Advance(TimeSpan.FromMinutes(1));
            await MakeAllAsync();
        }

        // 32 records fit in one.
        Assert.Equal((64, 0), await CountAsync());
        Assert.InRange(await Database.ReadAsync(connection => connection.ExecuteScalar<long>("SELECT count(*) FROM usage_slices"), Cancellation), 2, 7);
    }

    [Fact]
    public async Task Advance_NothingToDo_WritesNothing()
    {
        var commits = Database.Journal.Commits;
        await MakeAllAsync();
        Assert.Equal(commits, Database.Journal.Commits);
    }

    private Task<(long Records, long Late)> CountAsync() => Database.ReadAsync(
        connection => connection.QuerySingle<(long, long)>("SELECT (SELECT coalesce(sum(records), 0) FROM usage_slices), (SELECT count(*) FROM usage_late)"), Cancellation);

    private async Task<long> SumAsync() => (await Sums.SumAsync(
        new RecordSumQuery { OrganizationId = "org_1", FromMs = 0, ToMs = NowMs + 1000, WidthMs = long.MaxValue, Amounts = RecordAmounts.Tokens }, 10, Cancellation)).Sum(row => row.Value.Requests);
}
