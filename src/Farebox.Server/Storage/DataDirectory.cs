using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Storage;

/// <summary>The data directory, held by one process at a time: the embedded store has a single writer.</summary>
public sealed class DataDirectory : IDisposable
{
    /// <summary>Name of the SQLite store.</summary>
    internal const string StoreName = "farebox.db";

    /// <summary>Name of the call log's store.</summary>
    internal const string CallsName = "calls.db";

    /// <summary>Name of the file by which one process holds the directory.</summary>
    internal const string LockName = "lock";

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Path of the SQLite store.</summary>
    public string StorePath => StorePathIn(Path);

    /// <summary>Path of the call log's store: payloads, beside the store that holds everything else.</summary>
    public string CallsPath => System.IO.Path.Combine(Path, CallsName);

    /// <summary>Path of the SQLite store in a data directory.</summary>
    public static string StorePathIn(string path) => System.IO.Path.Combine(path, StoreName);

    /// <summary>Makes the directory when there is none (mode 0700) and takes hold of it.</summary>
    /// <exception cref="StartRefusedException">Another process holds it, or it cannot be written.</exception>
    public static DataDirectory Open(FareboxOptions options)
    {
        var path = System.IO.Path.GetFullPath(options.Data);
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var held = new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataDirectory(path, held);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartRefusedException($"`data` (FAREBOX_DATA): {path} cannot be written: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new StartRefusedException(
                $"`data` (FAREBOX_DATA): {path} is in use by another Farebox, or cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _lock.Dispose();
}
