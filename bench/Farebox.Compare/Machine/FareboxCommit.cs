namespace Farebox.Compare.Machine;

/// <summary>Which Farebox was measured.</summary>
public static class FareboxCommit
{
    /// <summary>The checkout's commit, and whether something was changed since.</summary>
    public static string Of(string root)
    {
        var commit = VersionOf.Line("git", "-C", root, "rev-parse", "--short=10", "HEAD");
        var isClean = VersionOf.Output("git", "-C", root, "status", "--porcelain", "--", "src", "Directory.Packages.props").Length == 0;
        return isClean ? $"Farebox at commit {commit}" : $"Farebox at commit {commit}, with changes that are not committed";
    }
}
