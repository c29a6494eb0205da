using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Server.Audit;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Farebox.Testing.Server;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farebox.Server.Tests.Storage;

public sealed class AuditedWriteTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("farebox-audited-");
    private readonly ManualTimeProvider _clock = new();
    private readonly Database _database;

    public AuditedWriteTests()
    {
        var options = new FareboxOptions { Data = _folder.FullName };
        _database = new Database(DataDirectory.Open(options), options, _clock, NullLogger<JournalWriter>.Instance);
        _database.UpkeepAsync(connection => connection.Execute("CREATE TABLE things (id INTEGER PRIMARY KEY)")).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Write_AndItsEvents_AreOneTransaction()
    {
        var actor = new Actor { Kind = "access_token", KeyId = "key_1", TokenId = "tok_1", Masked = "m", Address = "::1", UserAgent = "a", RequestId = "req_1" };
        var of = new AuditObject("proj_1", "org_1", "proj_1");
        await _database.WriteAsync(actor, (connection, trail) =>
        {
            trail.Add(AuditEntry.Created(AuditEventTypes.ProjectCreated, of, new { Name = "x", Nothing = (string?)null }));
            trail.Add(AuditEntry.Changed(AuditEventTypes.ProjectUpdated, of, new { Name = "x", Kept = 1 }, new { Name = "y", Kept = 1 }));
            return connection.Execute("INSERT INTO things VALUES (1)");
        });
        var events = await EventsAsync();
        Assert.Equal([1, 2], events.Select(row => row.Sequence));
        Assert.Equal("""{"data":{"name":"x"}}""", events[0].Details);
        Assert.Equal("""{"changes_requested":{"name":"y"},"previous":{"name":"x"}}""", events[1].Details);
        Assert.Equal(("project.created", "proj_1", "org_1", "proj_1"), (events[0].Type, events[0].ObjectId, events[0].OrganizationId, events[0].ProjectId));
        Assert.Equal(
            ("access_token", "key_1", "tok_1", "m", "::1", "a", "req_1"),
            (events[0].ActorKind, events[0].ActorId, events[0].ActorTokenId, events[0].ActorMasked, events[0].Address, events[0].UserAgent, events[0].RequestId));
        Assert.Equal(_clock.Seconds * 1000, events[0].At);
        Assert.Equal(events[0].Hash, events[1].PreviousHash);
        Assert.Equal(1, await ThingsAsync());
    }

    [Fact]
    public async Task Write_ThatLeavesNoEvent_IsUndone()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _database.WriteAsync(
            Actor.Server, (connection, _) => connection.Execute("INSERT INTO things VALUES (1)")));
        Assert.Equal((0, 0), (await ThingsAsync(), (await EventsAsync()).Count));
    }

    [Fact]
    public async Task Event_OfAWriteThatChangedNothing_IsUndone()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _database.WriteAsync(Actor.Server, (connection, trail) =>
        {
            trail.Add(TestAudit.Entry);
            return connection.Execute("DELETE FROM things WHERE id = 1");
        }));
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task Write_ThatChangesNothing_LeavesNone()
    {
        Assert.Equal(0, await _database.WriteAsync(Actor.Server, (connection, _) => connection.Execute("DELETE FROM things")));
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task Write_ThatFails_LeavesNoEvent_AndTheChainGoesOn()
    {
        await AddAsync(1);
        await Assert.ThrowsAsync<SqliteException>(() => AddAsync(1));
        await AddAsync(2);
        Assert.Equal([1, 2], (await EventsAsync()).Select(row => row.Sequence));
        AssertSound(2);
    }

    [Fact]
    public async Task Writes_ManyAtOnce_MakeOneChain()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(id => Task.Run(async () =>
        {
            if (id % 10 == 0) await Assert.ThrowsAsync<SqliteException>(() => AddAsync(id, andFail: true));
            else await AddAsync(id);
        })));
        Assert.Equal((180, 180), (await ThingsAsync(), (await EventsAsync()).Count));
        AssertSound(180);
    }

    [Theory]
    [InlineData("UPDATE audit_events SET type = 'x'", "never changed")]
    [InlineData("UPDATE audit_events SET sequence = 7 WHERE sequence = 2", "never changed")]
    [InlineData("DELETE FROM audit_events WHERE sequence = 2", "never deleted")]
    [InlineData("DELETE FROM audit_events", "never deleted")]
    [InlineData("INSERT OR REPLACE INTO audit_events SELECT * FROM audit_events WHERE sequence = 1", "only appended")]
    [InlineData("INSERT INTO audit_events SELECT 9, id, at, NULL, NULL, 'x', NULL, NULL, NULL, NULL, NULL, NULL, 'x', 'x', '{}', hash, hash FROM audit_events WHERE sequence = 2", "only appended")]
    public async Task Events_CannotBeChangedByStatements(string sql, string reason)
    {
        await AddAsync(1);
        await AddAsync(2);
        var refused = await Assert.ThrowsAsync<SqliteException>(() => _database.UpkeepAsync(connection => connection.Execute(sql)));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        AssertSound(2);
    }

    private Task<int> AddAsync(int id, bool andFail = false) => _database.WriteAsync(Actor.Server, (connection, trail) =>
    {
        trail.Add(TestAudit.Entry);
        var added = connection.Execute("INSERT INTO things VALUES (@id)", new { id });
        return andFail ? connection.Execute("INSERT INTO things VALUES (@id)", new { id }) : added;
    });

    private Task<List<AuditRow>> EventsAsync() => _database.ReadAsync(connection => AuditStore.All(connection).ToList());

    private Task<long> ThingsAsync() => _database.ReadAsync(connection => connection.ExecuteScalar<long>("SELECT count(*) FROM things"));

    private void AssertSound(long count)
    {
        var report = AuditVerification.Run(DataDirectory.StorePathIn(_folder.FullName), isCopy: false);
        Assert.Equal((count, null), (report.Head.Count, report.Fault));
    }
}
