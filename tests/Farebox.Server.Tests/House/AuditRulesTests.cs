using System.Text.RegularExpressions;

namespace Farebox.Server.Tests.House;

/// <summary>Holds the list of writes that the audit log does not tell, in docs/internals/audit.md, against the code.</summary>
public sealed partial class AuditRulesTests
{
    private const string Server = "src/Farebox.Server";

    [Fact]
    public void WritesWithoutEvents_AreThoseOfTheList()
    {
        var listed = Repository.Table("docs/internals/audit.md", "upkeep").Select(row => row[0].Trim('`')).ToList();
        var found = Files().SelectMany(file => Upkeep().Matches(Repository.Read(file)).Select(_ => file[(Server.Length + 1)..])).ToList();
        Assert.Equal(listed.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Journal_IsWrittenThroughTheDatabaseOnly() =>
        Assert.DoesNotContain(Files(), file => Repository.Read(file).Contains("Journal.WriteAsync", StringComparison.Ordinal));

    [Fact]
    public void AuditEvents_AreWrittenInOnePlace() =>
        Assert.DoesNotContain(Files(), file => Writes().IsMatch(Repository.Read(file)));

    private static IEnumerable<string> Files() =>
        Repository.Files(Server, "*.cs").Where(file => !file.StartsWith(Server + "/Storage/", StringComparison.Ordinal));

    [GeneratedRegex(@"\.UpkeepAsync\(")]
    private static partial Regex Upkeep();

    [GeneratedRegex("(INTO|UPDATE|DELETE FROM) +audit_events")]
    private static partial Regex Writes();
}
