namespace Farebox.Contracts.Operating;

/// <summary>An option of the running server.</summary>
public sealed record SystemSetting
{
    /// <summary>Always <c>system.setting</c>.</summary>
    public string Object { get; init; } = "system.setting";

    /// <summary>As in <c>farebox.json</c>.</summary>
    public required string Name { get; init; }

    /// <summary>As text, lists separated by commas; null for a secret, which never leaves the server.</summary>
    public string? Value { get; init; }

    /// <summary>Of <see cref="SettingSources"/>.</summary>
    public required string Source { get; init; }

    /// <summary>What it is when nobody sets it.</summary>
    public required string Default { get; init; }

    /// <summary>Whether its value is secret.</summary>
    public required bool IsSecret { get; init; }

    /// <summary>Whether it is anything but empty.</summary>
    public required bool IsSet { get; init; }

    /// <summary>What it means, in a line.</summary>
    public required string Help { get; init; }

    /// <summary>The smallest and largest number, or the allowed words; empty for free text.</summary>
    public required string Range { get; init; }
    public required string EnvironmentName { get; init; }

    /// <summary>On the command line; null for secrets.</summary>
    public string? Flag { get; init; }
}

/// <summary>Where an option's value comes from.</summary>
public static class SettingSources
{
    public const string Default = "default";
    public const string File = "file";
    public const string Environment = "environment";
    public const string CommandLine = "command_line";

    /// <summary>The program that Farebox is a part of.</summary>
    public const string Program = "program";
}

/// <summary>All of them, in the order of the documentation.</summary>
/// <param name="Object">Always <c>list</c>.</param>
public sealed record SystemSettingList(string Object, IReadOnlyList<SystemSetting> Data);
