using System.Collections.Frozen;
using Farebox.Contracts;
using Farebox.Kernel.Metering;

namespace Farebox.Server.Watching;

/// <summary>
/// Words for what went wrong, out of a closed set: a provider's own error codes could be any text, and each would be one more series.
/// </summary>
internal static class Failures
{
    /// <summary>A refusal that has no code: a credential is missing, or lacks a scope.</summary>
    public const string Unauthorized = "unauthorized";

    private const string Other = "_OTHER";

    private static readonly FrozenSet<string> Codes = typeof(ErrorCodes).GetFields()
        .Select(field => field.GetRawConstantValue()).OfType<string>().ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Outcomes = [.. Enum.GetValues<Outcome>().Select(UsageLog.UsageWords.Of)];

    /// <summary>Why Farebox refused a call.</summary>
    public static string ReasonOf(int status, string? code) => code is not null && Codes.Contains(code) ? code : status == 401 ? Unauthorized : Other;

    /// <summary>What an attempt or a call failed with: Farebox's own code, else the outcome's word.</summary>
    public static string Of(Outcome outcome, string? code) => code is not null && Codes.Contains(code) ? code : WordOf(outcome);

    public static string WordOf(Outcome outcome) => Outcomes[(int)outcome];
}
