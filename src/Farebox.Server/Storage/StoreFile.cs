using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Storage;

/// <summary>Opens a store to read it, whether a server runs on it or not. Nothing in it is changed.</summary>
public static class StoreFile
{
    /// <summary>Opens a store of this Farebox's version.</summary>
    /// <param name="path">Path of the SQLite file.</param>
    /// <param name="isCopy">
    /// A copy that nobody writes: without a write-ahead log beside it nothing is put there, and it may be on a disk that cannot be written.
    /// </param>
    /// <exception cref="IOException">There is none, it cannot be read, or it is of another version.</exception>
    public static SqliteConnection OpenRead(string path, bool isCopy)
    {
        path = Path.GetFullPath(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no store at {path}.");
        var connection = new SqliteConnection(ReadString(path, isImmutable: isCopy && !File.Exists(path + "-wal")));
        try
        {
            connection.Open();
            Migrator.EnsureCurrent(connection);
            return connection;
        }
        catch (SqliteException e) when (StoreFailure.IsOfTheStore(e))
        {
            connection.Dispose();
            throw new IOException($"The store {path} cannot be read: {e.Message}", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs a query over one moment of the store, however long it takes.</summary>
    public static T ReadAtOneMoment<T>(this SqliteConnection connection, Func<SqliteConnection, T> query)
    {
        // Deferred: a read transaction, which takes no lock that a writer would wait for.
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable, deferred: true);
        return query(connection);
    }

    /// <summary>Runs a query over one moment of the store, on a connection that reads it beside the writer.</summary>
    internal static T ReadAtOneMoment<T>(this DbConnection connection, Func<DbConnection, T> query) =>
        ReadAtOneMoment((SqliteConnection)connection, (SqliteConnection same) => query(same));

    private static string ReadString(string path, bool isImmutable) => new SqliteConnectionStringBuilder
    {
        DataSource = isImmutable ? $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1" : path,
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
        DefaultTimeout = 30,
    }.ToString();
}
