namespace Farebox.Server.Platform.Options;

/// <summary>
/// One option of the server. Its name in <c>farebox.json</c> is snake_case; the environment and flag names follow from it
/// (<c>max_body_bytes</c>, <c>FAREBOX_MAX_BODY_BYTES</c>, <c>--max-body-bytes</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string name, string help) : Attribute
{
    /// <summary>Name in the file.</summary>
    public string Name { get; } = name;

    /// <summary>One line for people.</summary>
    public string Help { get; } = help;

    /// <summary>Smallest allowed number.</summary>
    public long Min { get; init; } = long.MinValue;

    /// <summary>Largest allowed number.</summary>
    public long Max { get; init; } = long.MaxValue;

    /// <summary>The words that are allowed, when only some are.</summary>
    public string[]? OneOf { get; init; }

    /// <summary>Never shown, never taken as a flag: flags are visible to every user of the machine.</summary>
    public bool Secret { get; init; }
}
