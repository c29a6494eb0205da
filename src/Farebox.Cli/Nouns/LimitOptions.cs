using System.CommandLine;
using System.CommandLine.Parsing;

namespace Farebox.Cli.Nouns;

/// <summary>The six numbers that can be limited, spelled alike on every verb.</summary>
internal static class LimitOptions
{
    public static readonly Option<long?> Rpm = Number("--rpm", "Calls in any minute.");
    public static readonly Option<long?> Rpd = Number("--rpd", "Calls in any 24 hours.");
    public static readonly Option<long?> Tpm = Number("--tpm", "LLM tokens in any minute, input and output.");
    public static readonly Option<long?> Tpd = Number("--tpd", "LLM tokens in any 24 hours.");
    public static readonly Option<long?> Ipm = Number("--ipm", "Images in any minute.");
    public static readonly Option<long?> Concurrency = Number("--concurrency", "Calls under way at once.");

    private static readonly Option<long?>[] All = [Rpm, Rpd, Tpm, Tpd, Ipm, Concurrency];

    public static T WithLimits<T>(this T verb)
        where T : Command
    {
        foreach (var option in All) verb.Options.Add(option);
        return verb;
    }

    /// <summary>Whether one of them was given.</summary>
    public static bool IsAny(CommandResult result) => All.Any(option => result.GetValue(option) is not null);

    private static Option<long?> Number(string name, string description) => new(name) { Description = description, HelpName = "number" };
}
