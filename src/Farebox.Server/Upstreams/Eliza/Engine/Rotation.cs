namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>Whose turn it is among each rule's reactions. The seed chooses where a rule begins; from there they take turns.</summary>
internal sealed class Rotation(long seed, int ruleCount)
{
    private readonly int[] _uses = new int[ruleCount];

    /// <summary>The reaction whose turn it is.</summary>
    public Reaction Next(Rule rule)
    {
        var use = _uses[rule.Number]++;
        var start = Mix(unchecked((ulong)seed + ((ulong)rule.Number << 32))) % (ulong)rule.Reactions.Length;
        return rule.Reactions[((int)start + use) % rule.Reactions.Length];
    }

    /// <summary>The seed for another choice of the same call: the seed itself for choice 0, far from it for the others.</summary>
    public static long SeedOfChoice(long seed, int choice) =>
        choice == 0 ? seed : unchecked((long)Mix((ulong)seed + (ulong)choice));

    // The finalizer of SplitMix64: neighbouring seeds come out unlike each other, the same on every machine.
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
