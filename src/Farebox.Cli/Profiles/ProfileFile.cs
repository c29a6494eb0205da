using System.Text.Json;
using Farebox.Cli.Terminal;
using Farebox.Contracts;

namespace Farebox.Cli.Profiles;

/// <summary>The profile on disk: readable by its owner only from the first byte on, and never half written.</summary>
internal sealed class ProfileFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly JsonSerializerOptions Indented = new(FareboxJson.Options) { WriteIndented = true };

    public string Path { get; } = path;

    /// <summary>An empty profile when there is no file.</summary>
    /// <exception cref="UsageException">The file is damaged.</exception>
    public Profile Load()
    {
        if (!File.Exists(Path))
            return new Profile();
        try
        {
            return JsonSerializer.Deserialize<Profile>(File.ReadAllText(Path), Indented) ?? new Profile();
        }
        catch (JsonException damaged)
        {
            throw new UsageException($"{Path} cannot be read ({damaged.Message}). Repair or delete it.");
        }
    }

    public void Save(Profile profile)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        CreateFolder(folder);
        var draft = System.IO.Path.Combine(folder, System.IO.Path.GetRandomFileName());
        try
        {
            using (var file = new FileStream(draft, Creation()))
            {
                JsonSerializer.Serialize(file, profile, Indented);
                file.Flush(flushToDisk: true);
            }
            File.Move(draft, Path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static FileStreamOptions Creation()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        // Windows keeps %APPDATA% to its owner by the folder's own access list.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }
}
