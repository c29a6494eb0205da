using System.Text.RegularExpressions;

namespace Farebox.Server.Tests.House;

/// <summary>Sizes, names and links. The ratchet file lists what is over a limit today: it may only shrink.</summary>
public sealed partial class TidyTests
{
    private const int MaxFileLines = 500;
    private const int MaxLineLength = 160;
    private const int MaxTestLineLength = 200; // Bodies of JSON read better unbroken.
    private const int MedianFileLines = 60;
    private const int NinetiethFileLines = 200;
    private const string Ratchet = "tests/Farebox.Server.Tests/House/ratchet.txt";

    private static readonly string[] CodeFolders = ["src", "tests", "bench", "samples"];
    private static readonly string[] BannedFolders =
        ["Common", "Shared", "Utils", "Helpers", "Managers", "Abstractions", "Infrastructure", "Application", "Domain"];

    private static List<string> CodeFiles => [.. CodeFolders.SelectMany(folder => Repository.Files(folder, "*.cs"))];

    [Fact]
    public void Files_AreNotLongerThanTheLimit_ButForTheRatchet()
    {
        var known = File.ReadAllLines(Path.Combine(Repository.Root, Ratchet)).Where(line => line.Length > 0 && line[0] != '#').ToHashSet();
        var long_ = CodeFiles.Where(file => LinesOf(file) > MaxFileLines).ToHashSet();
        Assert.Empty(long_.Except(known));
        Assert.Empty(known.Except(long_)); // Mended: take it out of the ratchet.
    }

    [Fact]
    public void SourceFiles_AreSmall()
    {
        var sizes = Repository.Files("src", "*.cs").Select(LinesOf).Order().ToList();
        Assert.InRange(sizes[sizes.Count / 2], 1, MedianFileLines);
        Assert.InRange(sizes[sizes.Count * 9 / 10], 1, NinetiethFileLines);
    }

    [Fact]
    public void Lines_AreNotLongerThanTheLimit() => Assert.Empty(
        CodeFiles.SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, file)).Select((line, i) => (file, line, number: i + 1)))
            .Where(at => at.line.Length > (at.file.StartsWith("tests/", StringComparison.Ordinal) ? MaxTestLineLength : MaxLineLength) && !at.line.Contains("GeneratedRegex", StringComparison.Ordinal) && !at.line.TrimStart().StartsWith("@\"\\b", StringComparison.Ordinal))
            .Select(at => $"{at.file}:{at.number}"));

    [Fact]
    public void Folders_AreNouns() =>
        Assert.DoesNotContain(CodeFiles, file => file.Split('/').SkipLast(1).Any(part => BannedFolders.Contains(part)));

    [Fact]
    public void Comments_HoldNoUnfinishedMarks() =>
        Assert.DoesNotContain(CodeFiles, file => !file.EndsWith("TidyTests.cs", StringComparison.Ordinal) && Unfinished().IsMatch(Repository.Read(file)));

    [Fact]
    public void Docs_LinkOnlyToWhatExists()
    {
        var faults = new List<string>();
        var pages = Repository.Files("docs", "*.md").Concat(Directory.EnumerateFiles(Repository.Root, "*.md").Select(path => Path.GetFileName(path)!));
        foreach (var page in pages)
        {
            var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
            foreach (Match link in Links().Matches(Repository.Read(page)))
            {
                var target = link.Groups[1].Value.Split('#')[0];
                if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal)) continue;
                if (!Path.Exists(Path.Combine(folder, target))) faults.Add($"{page} links to {target}");
            }
        }

        Assert.Empty(faults);
    }

    private static int LinesOf(string file) => File.ReadLines(Path.Combine(Repository.Root, file)).Count();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b(?! #\d)|NotImplementedException|#region")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();
}
