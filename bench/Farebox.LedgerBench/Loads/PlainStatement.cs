using SQLitePCL;

namespace Farebox.LedgerBench.Loads;

/// <summary>A prepared statement with nothing around SQLite's own calls. Bind in order, then <see cref="Run"/>.</summary>
internal sealed class PlainStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _next = 1;

    public PlainStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out _statement));
    }

    public PlainStatement Number(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, _next++, value));
        return this;
    }

    public PlainStatement Text(ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(_statement, _next++, utf8));
        return this;
    }

    public PlainStatement Blob(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, _next++, value));
        return this;
    }

    public void Run()
    {
        var result = raw.sqlite3_step(_statement);
        _next = 1;
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) Check(result);
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) throw new InvalidOperationException($"SQLite: {raw.sqlite3_errmsg(_database).utf8_to_string()}");
    }
}
