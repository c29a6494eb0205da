using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Farebox.Server.Storage;

/// <summary>
/// A prepared statement bound without boxing or commands: ADO.NET's way costs several times the insert itself. Bind in order with
/// <see cref="Bind(long)"/> and its siblings, then <see cref="Run"/>. What is bound stays bound until another value takes its place.
/// </summary>
public sealed class HotStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly nint _pointer;
    private readonly BoundValue[] _bound;
    private int _next;

    internal HotStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out _statement));
        _pointer = _statement.DangerousGetHandle();
        _bound = new BoundValue[raw.sqlite3_bind_parameter_count(_statement)];
    }

    /// <summary>Binds the next parameter.</summary>
    public HotStatement Bind(long value)
    {
        ref var bound = ref _bound[_next++];
        if (bound.Is(value)) return this;
        Check(SqliteBinding.BindInt64(_pointer, _next, value));
        bound.Set(value);
        return this;
    }

    /// <summary>Binds the next parameter; null is NULL.</summary>
    public HotStatement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    /// <summary>Binds the next parameter as a BLOB.</summary>
    public HotStatement Bind(ReadOnlySpan<byte> value)
    {
        var start = _bound[_next++].Write(value);
        Check(SqliteBinding.BindBlob(_pointer, _next, start, value.Length, SqliteBinding.Lent));
        return this;
    }

    /// <summary>Binds the next parameter as TEXT; null is NULL.</summary>
    public HotStatement Bind(string? value)
    {
        if (value is null) return BindNull();
        ref var bound = ref _bound[_next++];
        if (bound.Is(value)) return this;
        var (start, length) = bound.Write(value);
        Check(SqliteBinding.BindText(_pointer, _next, start, length, SqliteBinding.Lent));
        bound.Set(value);
        return this;
    }

    /// <summary>Runs it to its end and makes it ready for the next time, whatever happens.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Run()
    {
        var result = SqliteBinding.Step(_pointer);
        Reset();
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Check(result);
    }

    /// <summary>Runs it and tells how many rows it inserted, changed or deleted.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public int RunCounting()
    {
        Run();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Goes to the first or next row; false when there is no more. Call <see cref="Reset"/> at the end, whatever happens.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public bool Read()
    {
        var result = SqliteBinding.Step(_pointer);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Check(result);
        return result is raw.SQLITE_ROW;
    }

    /// <summary>A number of the row, counted from 0.</summary>
    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A BLOB of the row, counted from 0.</summary>
    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    /// <summary>A BLOB of the row, counted from 0, where SQLite has it: until the next row, or the end of the reading.</summary>
    public ReadOnlySpan<byte> BlobInPlace(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>Ends a reading: until then, the rows hold the transaction open.</summary>
    public void Reset()
    {
        _next = 0;
        _ = SqliteBinding.Reset(_pointer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _statement.Dispose();
        foreach (ref var bound in _bound.AsSpan()) bound.Dispose();
    }

    private HotStatement BindNull()
    {
        ref var bound = ref _bound[_next++];
        if (bound.IsNull) return this;
        Check(SqliteBinding.BindNull(_pointer, _next));
        bound.SetNull();
        return this;
    }

    private void Check(int result)
    {
        if (result is raw.SQLITE_OK) return;
        _next = 0;
        SqliteException.ThrowExceptionForRC(result, _database);
    }
}
