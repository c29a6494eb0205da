using Dapper;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Farebox.Testing.Upstream;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farebox.Server.Tests.Storage;

public sealed class JournalWriterTests : IDisposable
{
    private readonly FareboxOptions _options = new() { Data = Path.Combine(Path.GetTempPath(), "farebox-journal-" + Path.GetRandomFileName()) };
    private readonly Database _database;

    public JournalWriterTests()
    {
        _database = new Database(DataDirectory.Open(_options), _options, TimeProvider.System, NullLogger<JournalWriter>.Instance);
        _database.UpkeepAsync(connection => connection.Execute("CREATE TABLE things (id INTEGER PRIMARY KEY)")).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_options.Data, recursive: true);
    }

    [Fact]
    public async Task ManyWriters_AllAreDurable()
    {
        await Task.WhenAll(Enumerable.Range(1, 1000).Select(id => Add(id)));

        Assert.Equal(1000, await _database.ReadAsync(connection => connection.ExecuteScalar<long>("SELECT count(*) FROM things"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Commits_CountBatchesThatReachedTheDisk()
    {
        var before = _database.Journal.Commits;
        using var gate = new ManualResetEventSlim();
        var first = _database.UpkeepAsync(_ => gate.Wait(Patience.Limit));
        var second = Task.WhenAll(Add(1), Add(2), Add(3)); // Arrive while the first is under way.
        gate.Set();
        await first;
        await second;

        Assert.InRange(_database.Journal.Commits - before, 1, 2);
        await Add(4);
        await Assert.ThrowsAsync<SqliteException>(() => Add(4)); // Undone alone; the batch around it is committed.
        Assert.InRange(_database.Journal.Commits - before, 3, 4);
    }

    [Fact]
    public async Task FailingWrite_IsUndoneAlone_AndItsNeighboursStand()
    {
        await Add(1);
        var first = Add(2);
        var failing = _database.UpkeepAsync(connection =>
        {
            connection.Execute("INSERT INTO things VALUES (3)");
            return connection.Execute("INSERT INTO things VALUES (1)");
        });
        var last = Add(4);

        await Task.WhenAll(first, last);
        Assert.Equal(19, (await Assert.ThrowsAsync<SqliteException>(() => failing)).SqliteErrorCode);
        var ids = await _database.ReadAsync(connection => connection.Query<long>("SELECT id FROM things ORDER BY id"), TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 4], ids);
    }

    [Fact]
    public async Task EntryWithABug_FailsAlone()
    {
        var bug = new Entry("INSERT INTO no_such_table VALUES (1)");
        var good = new Entry("INSERT INTO things VALUES (7)");
        var (bugDurable, goodDurable) = (bug.Durable, good.Durable);
        _database.Journal.Append(bug);
        _database.Journal.Append(good);

        await Assert.ThrowsAsync<SqliteException>(async () => await bugDurable);
        await goodDurable;
        Assert.True(_database.Journal.Accepts);
    }

    private Task<int> Add(int id) => _database.UpkeepAsync(connection => connection.Execute("INSERT INTO things VALUES (@id)", new { id }));

    private sealed class Entry(string sql) : JournalEntry
    {
        protected internal override void Apply(StoreConnection connection) => connection.Statement(sql).Run();
    }
}
