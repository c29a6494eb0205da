using System.Reflection;
using Dapper;
using Farebox.Server.Platform;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Storage;

/// <summary>Applies the numbered SQL files that the store has not seen yet, each in a transaction of its own.</summary>
internal static class Migrator
{
    private const string Folder = ".Storage.Migrations.Sqlite.";

    /// <summary>Brings the store up to date.</summary>
    /// <exception cref="StartRefusedException">The store was written by a newer Farebox.</exception>
    public static void Apply(SqliteConnection connection)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL)");
        var applied = connection.Query<long>("SELECT version FROM schema_versions").ToHashSet();
        var known = Migrations();
        if (applied.Count > 0 && applied.Max() > known[^1].Version)
            throw new StartRefusedException($"The store is of version {applied.Max()}, newer than this Farebox, which knows {known[^1].Version}.");

        foreach (var (version, name, sql) in known.Where(migration => !applied.Contains(migration.Version)))
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(sql, transaction: transaction);
            connection.Execute("INSERT INTO schema_versions (version, name) VALUES (@version, @name)", new { version, name }, transaction);
            transaction.Commit();
        }
    }

    /// <summary>Whether a store that must not be changed is of the version that this Farebox reads.</summary>
    /// <exception cref="IOException">It is not; the message says what to do.</exception>
    public static void EnsureCurrent(SqliteConnection connection)
    {
        const string FindSql = "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_versions'";
        if (connection.ExecuteScalar<long>(FindSql) == 0) throw new IOException($"{connection.DataSource} is not a Farebox store.");
        var applied = connection.ExecuteScalar<long>("SELECT coalesce(max(version), 0) FROM schema_versions");
        var known = Migrations()[^1].Version;
        if (applied > known) throw new IOException($"The store is of version {applied}, newer than this Farebox, which knows {known}.");
        if (applied < known)
        {
            throw new IOException(
                $"The store is of version {applied}, older than this Farebox's {known}: start the server on it once, or use the Farebox that wrote it.");
        }
    }

    private static List<(long Version, string Name, string Sql)> Migrations()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var migrations = new List<(long, string, string)>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.Contains(Folder, StringComparison.Ordinal)).Order())
        {
            var name = resource[(resource.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..];
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            migrations.Add((long.Parse(name[..4], System.Globalization.CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }

        return migrations;
    }
}
