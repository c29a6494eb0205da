namespace Farebox.Kernel.Credentials;

/// <summary>
/// The models a credential may call: exact names, prefixes written <c>gpt-4*</c>, or <c>*</c> for all. Immutable; names compare by bytes.
/// </summary>
public sealed class ModelSet
{
    /// <summary>Every model.</summary>
    public static ModelSet All { get; } = new(["*"]);

    /// <summary>Most entries in one set.</summary>
    public const int MaxEntries = 100;

    private readonly string[] _entries;
    private readonly bool _all;

    private ModelSet(string[] entries)
    {
        _entries = entries;
        _all = Array.IndexOf(entries, "*") >= 0;
    }

    /// <summary>The entries as written.</summary>
    public IReadOnlyList<string> Entries => _entries;

    /// <summary>Whether every model is in it.</summary>
    public bool IsAll => _all;

    /// <summary>
    /// The set of these entries, or null when there are too many, or one is empty, longer than 200, or has a <c>*</c> anywhere but at
    /// its end.
    /// </summary>
    public static ModelSet? TryCreate(IReadOnlyList<string> entries)
    {
        if (entries.Count > MaxEntries) return null;
        foreach (var entry in entries)
        {
            if (string.IsNullOrWhiteSpace(entry) || entry.Length > 200) return null;
            if (entry.IndexOf('*') is var star && star >= 0 && star != entry.Length - 1) return null;
        }

        return entries is ["*"] ? All : new ModelSet([.. entries.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Whether a model of this name may be called.</summary>
    public bool Contains(string model)
    {
        if (_all) return true;
        foreach (var entry in _entries)
        {
            if (Covers(entry, model)) return true;
        }

        return false;
    }

    /// <summary>Whether everything in <paramref name="other"/> is in this set too.</summary>
    public bool Includes(ModelSet other) => _all || Array.TrueForAll(other._entries, Contains);

    /// <summary>What is in both sets. Two entries overlap only when one covers the other, so this is exact.</summary>
    public ModelSet Intersect(ModelSet other)
    {
        if (other._all) return this;
        if (_all) return other;
        return new ModelSet([.. _entries.Where(other.Contains).Union(other._entries.Where(Contains), StringComparer.Ordinal)]);
    }

    // A prefix entry covers names and narrower prefixes alike: "gpt-4*" covers "gpt-4o" and "gpt-4o*".
    private static bool Covers(string entry, string name) => entry[^1] == '*'
        ? name.AsSpan().StartsWith(entry.AsSpan(0, entry.Length - 1), StringComparison.Ordinal)
        : string.Equals(entry, name, StringComparison.Ordinal);
}
