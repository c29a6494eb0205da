using System.Text.RegularExpressions;
using Farebox.Testing.Upstream;

namespace Farebox.Testing.Server;

/// <summary>Reads the outbox as whoever runs the server does.</summary>
public static partial class OutboxReading
{
    /// <summary>Waits for a letter and returns its file.</summary>
    public static async Task<string> NextAsync(RunningFarebox farebox) => (await UntilAsync(farebox, files => files.FirstOrDefault()))!;

    /// <summary>Waits for a letter to this address that has a link to this path; its text, and the link's path and query.</summary>
    /// <param name="which">The first such letter, the second, and so on.</param>
    public static async Task<(string Text, string Link)> LinkAsync(RunningFarebox farebox, string to, string path, int which = 1)
    {
        var (text, link) = (await UntilAsync(farebox, files => Find(files, to, path).Skip(which - 1).Select(found => ((string, Uri)?)found).FirstOrDefault()))!.Value;
        return (text, TestRecords.Secret(link.PathAndQuery));
    }

    /// <summary>The whole addresses of the links in letters that are there.</summary>
    public static IEnumerable<Uri> Links(RunningFarebox farebox) => Files(farebox).SelectMany(LinksOf);

    private static IEnumerable<(string Text, Uri Link)> Find(IEnumerable<string> files, string to, string path)
    {
        foreach (var file in files.OrderBy(file => file[file.LastIndexOf("letter_", StringComparison.Ordinal)..], StringComparer.Ordinal))
        {
            var text = File.ReadAllText(file);
            if (!text.Contains($"\r\nTo: <{to}>\r\n", StringComparison.OrdinalIgnoreCase)) continue;
            if (LinksOf(file).FirstOrDefault(link => link.AbsolutePath == path) is { } link) yield return (text, link);
        }
    }

    private static IEnumerable<Uri> LinksOf(string file) =>
        Link().Matches(File.ReadAllText(file)).Select(match => new Uri(match.Value));

    private static string[] Files(RunningFarebox farebox) =>
        Directory.Exists(Path.Combine(farebox.Options.Data, "outbox")) ? Directory.GetFiles(Path.Combine(farebox.Options.Data, "outbox"), "*.eml") : [];

    private static async Task<T?> UntilAsync<T>(RunningFarebox farebox, Func<string[], T?> find)
    {
        using var changed = new SemaphoreSlim(0);
        using var watcher = new FileSystemWatcher(farebox.Options.Data, "*.eml") { IncludeSubdirectories = true };
        watcher.Renamed += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            if (find(Files(farebox)) is { } found) return found;

            // A folder that was made a moment ago may not be watched yet: looked at again after a while.
            await changed.WaitAsync(TimeSpan.FromMilliseconds(200), patience.Token);
        }
    }

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Link();
}
