using System.Data.Common;
using Dapper;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Storage;

/// <summary>
/// The embedded store: one writer, any number of readers beside it. SQL blocks its thread, so reads run on the thread pool and never on
/// the threads that serve sockets.
/// </summary>
public sealed class Database : IDisposable
{
    private readonly string _readString;
    private readonly DataDirectory _directory;
    private readonly AuditTable _audit;

    /// <summary>Opens the store in the data directory, brought up to date.</summary>
    /// <exception cref="StartRefusedException">It cannot be opened or written.</exception>
    public Database(DataDirectory directory, FareboxOptions options, TimeProvider clock, ILogger<JournalWriter> logger)
    {
        _directory = directory;
        _audit = new AuditTable(clock);
        _readString = new SqliteConnectionStringBuilder { DataSource = directory.StorePath, DefaultTimeout = 30, Mode = SqliteOpenMode.ReadWrite }
            .ToString();
        Journal = new JournalWriter(new StoreConnection(Open(directory.StorePath)), options, logger);
    }

    /// <summary>The one way to write.</summary>
    public JournalWriter Journal { get; }

    /// <summary>Runs a query on a connection of its own.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read now.</exception>
    public Task<T> ReadAsync<T>(Func<DbConnection, T> query, CancellationToken cancellationToken = default) => Task.Run(() =>
    {
        try
        {
            using var connection = new SqliteConnection(_readString);
            connection.Open();
            return query(connection);
        }
        catch (SqliteException e) when (StoreFailure.IsOfTheStore(e))
        {
            throw new StoreUnavailableException("The store cannot be read now.", e);
        }
    }, cancellationToken);

    /// <summary>
    /// Runs a management write: inside a transaction, alone undone when it throws, durable when it returns. It adds to the trail what it
    /// does, and its events are appended to the audit log in the same transaction. One that changes a row and adds nothing, or adds
    /// something and changes no row, is undone: it is a bug.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store takes no writes now.</exception>
    /// <exception cref="InvalidOperationException">What it changed and what it added do not go together.</exception>
    public Task<T> WriteAsync<T>(Actor actor, Func<DbConnection, AuditTrail, T> write) => Journal.WriteAsync(store =>
    {
        var (trail, before) = (new AuditTrail(), store.TotalChanges);
        var result = write(store.Connection, trail);
        var changed = store.TotalChanges != before;
        if (changed && trail.Entries.Count == 0) throw new InvalidOperationException("A management write left no audit event.");
        if (!changed && trail.Entries.Count > 0) throw new InvalidOperationException("An audit event tells of a write that changed nothing.");
        foreach (var entry in trail.Entries) _audit.Append(store, actor, entry);
        return result;
    });

    /// <summary>
    /// Runs a write that nobody asked for and the audit log does not tell: the server's own upkeep. docs/internals/audit.md lists all that
    /// there are, and a test holds the list. Anything that a caller asks for goes through <see cref="WriteAsync"/>.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store takes no writes now.</exception>
    public Task<T> UpkeepAsync<T>(Func<DbConnection, T> write) => Journal.WriteAsync(store => write(store.Connection));

    /// <summary>Writes out what is queued and closes.</summary>
    public void Dispose()
    {
        Journal.Dispose();
        using (var connection = new SqliteConnection(_readString)) SqliteConnection.ClearPool(connection);
        _directory.Dispose();
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            SetUp(connection);
            Migrator.Apply(connection);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return connection;
        }
        catch (SqliteException e) when (StoreFailure.IsOfTheStore(e))
        {
            connection.Dispose();
            throw new StartRefusedException($"`data` (FAREBOX_DATA): the store {path} cannot be opened for writing: {e.Message}", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void SetUp(SqliteConnection connection)
    {
        // FULL: a commit returns only after its pages in the write-ahead log were flushed to the disk.
        connection.Execute("""
            PRAGMA busy_timeout = 10000;
            PRAGMA page_size = 8192;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA wal_autocheckpoint = 2000;
            PRAGMA cache_size = -16384;
            PRAGMA temp_store = MEMORY;
            """);
    }
}
