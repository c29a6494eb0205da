using System.Formats.Tar;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Storage;

/// <summary>What a backup holds.</summary>
/// <param name="Path">Full path of the archive.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="HasSecret">Whether the installation secret is in it. It is not when the options name the secret.</param>
public sealed record BackupResult(string Path, long Bytes, bool HasSecret);

/// <summary>
/// Copies what a server cannot do without, the store and the installation secret, into one tar archive, and back. The store may be in use
/// while it is copied: the copy is of one moment.
/// </summary>
public static class StoreBackup
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Writes an archive that only its owner can read. It has its name only once it is whole.</summary>
    /// <exception cref="IOException">There is such a file, there is no store, or the disk is full.</exception>
    public static BackupResult Write(string dataDirectory, string target)
    {
        target = Path.GetFullPath(target);
        if (Path.Exists(target)) throw new IOException($"{target} is there already; a backup overwrites nothing.");
        using var store = StoreFile.OpenRead(DataDirectory.StorePathIn(dataDirectory), isCopy: false);
        var work = target + ".part";
        if (Path.Exists(work)) throw new IOException($"{work} is there already: another backup is at work, or was broken off; then delete it.");
        CreateFolder(work);
        try
        {
            Copy(store, Path.Combine(work, DataDirectory.StoreName));
            var secret = Path.Combine(dataDirectory, InstallationSecret.FileName);
            var hasSecret = File.Exists(secret);
            if (hasSecret) File.Copy(secret, Path.Combine(work, InstallationSecret.FileName));
            var archive = Path.Combine(work, "backup.tar");
            var bytes = Pack(work, archive, hasSecret);
            File.Move(archive, target, overwrite: false);
            return new BackupResult(target, bytes, hasSecret);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Unpacks an archive into an empty data directory, or one that is made. Nothing is left there when it fails.</summary>
    /// <returns>Whether the installation secret was in it.</returns>
    /// <exception cref="StartRefusedException">Another process holds the directory, or it cannot be written.</exception>
    /// <exception cref="IOException">The directory is not empty, or the file is no backup, or not a whole one.</exception>
    public static bool Restore(string source, string dataDirectory)
    {
        using var archive = new FileStream(source, FileMode.Open, FileAccess.Read);
        EnsureEmpty(dataDirectory);
        using var directory = DataDirectory.Open(new FareboxOptions { Data = dataDirectory });
        EnsureEmpty(dataDirectory);
        var unpacked = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            Unpack(archive, directory.Path, unpacked);
            if (!unpacked.ContainsKey(DataDirectory.StoreName)) throw new InvalidDataException("It holds no store.");

            // The store last: without it the directory is not taken for a restored one.
            foreach (var (name, path) in unpacked.OrderByDescending(file => file.Key, StringComparer.Ordinal))
                File.Move(path, Path.Combine(directory.Path, name), overwrite: false);
            return unpacked.ContainsKey(InstallationSecret.FileName);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or EndOfStreamException)
        {
            throw new IOException($"{source} is not a whole backup of a Farebox: {e.Message}", e);
        }
        finally
        {
            foreach (var path in unpacked.Values) File.Delete(path);
        }
    }

    private static void Copy(SqliteConnection store, string path)
    {
        Create(path).Dispose();
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        copy.Open();
        try
        {
            store.BackupDatabase(copy);
        }
        catch (SqliteException e) when (StoreFailure.IsOfTheStore(e))
        {
            throw new IOException($"The store cannot be copied to {path}: {e.Message}", e);
        }
    }

    private static long Pack(string folder, string archive, bool hasSecret)
    {
        using var file = Create(archive);
        using (var tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true))
        {
            tar.WriteEntry(Path.Combine(folder, DataDirectory.StoreName), DataDirectory.StoreName);
            if (hasSecret) tar.WriteEntry(Path.Combine(folder, InstallationSecret.FileName), InstallationSecret.FileName);
        }

        file.Flush(flushToDisk: true);
        return file.Length;
    }

    /// <param name="unpacked">Receives, by its name in the end, where each file was put.</param>
    private static void Unpack(Stream archive, string folder, Dictionary<string, string> unpacked)
    {
        using var tar = new TarReader(archive);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.Name is not (DataDirectory.StoreName or InstallationSecret.FileName) || entry.DataStream is not { } data)
                throw new InvalidDataException($"It holds {entry.Name}.");
            var path = Path.Combine(folder, entry.Name + ".part");
            using var file = Create(path);
            unpacked.Add(entry.Name, path);
            data.CopyTo(file);
            file.Flush(flushToDisk: true);
        }
    }

    private static void EnsureEmpty(string folder)
    {
        if (!Directory.Exists(folder)) return;
        var found = Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).FirstOrDefault(name => name != DataDirectory.LockName);
        if (found is not null) throw new IOException($"{Path.GetFullPath(folder)} is not empty ({found} is there): restore into a new directory.");
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerFolder);
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }
}
