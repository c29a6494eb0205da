using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Farebox.Server.Storage;

/// <summary>The writer's connection, with the statements that it has prepared. Used by the writer's thread alone.</summary>
public sealed class StoreConnection : IDisposable
{
    // By reference: hashing the text of a long INSERT would cost each row more than binding it.
    private readonly Dictionary<string, HotStatement> _statements = new(ReferenceEqualityComparer.Instance);
    private readonly List<BatchTally> _tallies = [];

    internal StoreConnection(SqliteConnection connection) => Connection = connection;

    /// <summary>For Dapper. No transaction object is needed: the writer has one open.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>A statement prepared once and kept. The text is a constant of a store, so the same reference each time.</summary>
    public HotStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new HotStatement(Connection.Handle!, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Has a tally written at the end of this batch. It joins once per batch, and again after a rollback.</summary>
    public void Join(BatchTally tally) => _tallies.Add(tally);

    /// <summary>To be called before COMMIT.</summary>
    internal void WriteTallies()
    {
        foreach (var tally in _tallies) tally.BeforeCommit(this);
    }

    /// <summary>To be called once the transaction has ended, one way or the other.</summary>
    internal void EndTallies(bool committed)
    {
        foreach (var tally in _tallies)
        {
            if (committed) tally.Committed();
            else tally.RolledBack();
        }

        _tallies.Clear();
    }

    /// <summary>Rows inserted, changed or deleted by this connection so far; it wraps around.</summary>
    internal int TotalChanges => raw.sqlite3_total_changes(Connection.Handle!);

    /// <summary>Runs a statement without parameters or rows.</summary>
    internal void Execute(string sql) => Statement(sql).Run();

    /// <summary>Whether a transaction is open: a failed one may have been rolled back by SQLite itself.</summary>
    internal bool InTransaction => raw.sqlite3_get_autocommit(Connection.Handle!) == 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        Connection.Dispose();
    }
}
