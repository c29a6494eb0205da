using System.Diagnostics;
using System.Globalization;

namespace Farebox.Testing.Server;

/// <summary>A real file system of a few megabytes, mounted for one test: it can be full, and it can be read-only.</summary>
public sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 24;

    private readonly DirectoryInfo folder;

    private SmallDisk(DirectoryInfo folder) => this.folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Path => System.IO.Path.Combine(folder.FullName, "disk");

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Mounts one; null, and why, where that is not possible.</summary>
    /// <param name="kind"><c>tmpfs</c>, or <c>ext4</c> in a file by way of a loop device.</param>
    public static SmallDisk? TryMount(string kind, out string whyNot)
    {
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("farebox-disk-"));
        Directory.CreateDirectory(disk.Path);
        if (disk.Mount(kind, out whyNot)) return disk;
        disk.folder.Delete(recursive: true);
        whyNot = $"No {kind} can be mounted here: {whyNot}";
        return null;
    }

    /// <summary>Fills it but for so many bytes.</summary>
    public void Fill(int leave)
    {
        var zeros = new byte[4096];
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (new DriveInfo(Path).AvailableFreeSpace > leave) ballast.Write(zeros);
        }
        catch (IOException)
        {
            // Full: as much as there was.
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Ballast);

    /// <summary>Nothing on it can be written from now on.</summary>
    public void MakeReadOnly()
    {
        if (!Run("mount", ["-o", "remount,ro", Path], out var error)) throw new InvalidOperationException(error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Run("umount", [Path], out var error)) throw new InvalidOperationException(error);
        folder.Delete(recursive: true);
    }

    private bool Mount(string kind, out string error)
    {
        var size = Megabytes.ToString(CultureInfo.InvariantCulture) + "m";
        if (kind == "tmpfs") return Run("mount", ["-t", "tmpfs", "-o", $"size={size},mode=700", "farebox-test", Path], out error);
        var image = System.IO.Path.Combine(folder.FullName, "image");
        using (var file = File.Create(image)) file.SetLength(Megabytes << 20);
        return Run("mkfs.ext4", ["-q", "-m", "0", image], out error) && Run("mount", ["-o", "loop", image, Path], out error);
    }

    private static bool Run(string program, string[] arguments, out string error)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            error = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            error = $"{program}: {e.Message}";
            return false;
        }
    }
}
