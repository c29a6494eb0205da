using System.Text.RegularExpressions;

namespace Farebox.Server.Tests.House;

/// <summary>Holds the two tables in docs/internals/architecture.md against the code.</summary>
public sealed partial class ImportRulesTests
{
    private const string Law = "docs/internals/architecture.md";
    private const string Server = "src/Farebox.Server";

    private static readonly Dictionary<string, HashSet<string>> Allowed = Repository.Table(Law, "imports")
        .ToDictionary(row => row[0], row => row[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet());

    [Fact]
    public void ServerFolders_ImportOnlyWhatTheTableAllows()
    {
        var faults = new List<string>();
        foreach (var file in Repository.Files(Server, "*.cs"))
        {
            if (FolderOf(file) is { } folder) faults.AddRange(Forbidden(folder, Repository.Read(file)).Select(import => $"{file} imports {import}"));
        }

        Assert.Empty(faults);
    }

    [Fact]
    public void ServerFolders_AreAllInTheTable()
    {
        var folders = Repository.Files(Server, "*.cs").Select(FolderOf).OfType<string>().Distinct();
        Assert.DoesNotContain(folders, folder => !Allowed.ContainsKey(folder));
    }

    [Theory]
    [InlineData("Ledger", "using Farebox.Server.Credentials;", true)]
    [InlineData("Storage", "var x = Farebox.Server.Relay.Thing.Do();", true)]
    [InlineData("Catalog", "using Farebox.Server.Storage;\nusing Farebox.Server.Platform.Options;\nusing Farebox.Kernel.Routing;", false)]
    public void Rule_RejectsAForbiddenImportAndAcceptsAnAllowedOne(string folder, string code, bool forbidden) =>
        Assert.Equal(forbidden, Forbidden(folder, code).Any());

    [Fact]
    public void BannedWords_AreNowhereTheyAreBannedFrom()
    {
        var faults = new List<string>();
        foreach (var row in Repository.Table(Law, "bans"))
        {
            var words = Words().Matches(row[1]).Select(match => match.Groups[1].Value).ToList();
            Assert.NotEmpty(words);
            foreach (var file in FilesOf(row[0]))
            {
                var code = Comments().Replace(Repository.Read(file), "");
                faults.AddRange(words.Where(word => Uses(code, word)).Select(word => $"{file} has {word}"));
            }
        }

        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("double price = 1;", "double", true)]
    [InlineData("var doubled = 1;", "double", false)]
    [InlineData("ValueTask x;", "Task", false)]
    public void BannedWord_MatchesWholeWordsOnly(string code, string word, bool used) => Assert.Equal(used, Uses(code, word));

    private static IEnumerable<string> FilesOf(string where)
    {
        var folder = where.Split(' ')[0];
        var outside = where.Contains(" outside ", StringComparison.Ordinal) ? where[(where.IndexOf(" outside ", StringComparison.Ordinal) + 9)..] : "";
        return Repository.Files(folder, "*.cs").Where(file =>
            !(outside.Contains("Upstreams", StringComparison.Ordinal) && file.Contains("/Upstreams/", StringComparison.Ordinal))
            && !(outside.Contains("External", StringComparison.Ordinal) && file.Contains("/Accounts/External/", StringComparison.Ordinal))
            && !(outside.Contains("Client", StringComparison.Ordinal) && Regex.IsMatch(file, "Farebox\\.(Client|Cli)/"))
            && !(outside.Contains("Storage", StringComparison.Ordinal) && file.Contains("/Storage/", StringComparison.Ordinal))
            && !(outside.Contains("stores", StringComparison.Ordinal) && file.EndsWith("Store.cs", StringComparison.Ordinal)));
    }

    private static bool Uses(string code, string word) => Regex.IsMatch(code, $@"(?<![A-Za-z0-9_.]){Regex.Escape(word)}(?![A-Za-z0-9_])");

    private static IEnumerable<string> Forbidden(string folder, string code)
    {
        var allowed = Allowed.GetValueOrDefault(folder, []);
        return Imports().Matches(code).Select(match => match.Groups[1].Value).Distinct()
            .Where(import => import != folder && import != "Platform" && Allowed.ContainsKey(import) && !allowed.Contains(import));
    }

    private static string? FolderOf(string file)
    {
        var parts = file[(Server.Length + 1)..].Split('/');
        return parts.Length > 1 ? parts[0] : null;
    }

    [GeneratedRegex(@"Farebox\.Server\.([A-Z][A-Za-z]+)")]
    private static partial Regex Imports();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Words();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comments();
}
