using System.Runtime.CompilerServices;

namespace Farebox.Server.Tests.House;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Source files below a folder, as paths with forward slashes relative to the root.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "artifacts" or "node_modules" or "obj" or "bin"));

    /// <summary>A file's text.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The rows of the Markdown table between two marker comments, without its head.</summary>
    public static List<string[]> Table(string path, string marker)
    {
        var text = Read(path);
        var begin = text.IndexOf($"<!-- {marker}:begin -->", StringComparison.Ordinal);
        var end = text.IndexOf($"<!-- {marker}:end -->", StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"{path} has no table marked {marker}.");
        return [.. text[begin..end].Split('\n').Where(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new FileInfo(here).Directory;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Farebox.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run from a checkout.");
    }
}
