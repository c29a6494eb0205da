namespace Farebox.LedgerBench.Report;

/// <summary>The ways of settling that are compared.</summary>
public static class Way
{
    public const string Farebox = "farebox";

    /// <summary>Plain inserts, as many to a commit as Farebox's runs had.</summary>
    public const string Batched = "plain";

    /// <summary>Plain inserts, a commit for each settlement.</summary>
    public const string OneByOne = "plain, one by one";

    public static IReadOnlyList<string> All { get; } = [Farebox, Batched, OneByOne];
}
