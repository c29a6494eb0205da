using System.Text.Json;
using Farebox.Contracts.CallLog;
using Farebox.Kernel.CallLog;
using Farebox.Kernel.Redaction;
using Farebox.Server.Platform;

namespace Farebox.Server.CallLog;

/// <summary>Reads a change of what is kept. Each error names the member at fault.</summary>
internal static class CallLogWish
{
    private const string Inherit = "inherit";

    /// <summary>The first thing that is wrong, or null.</summary>
    /// <param name="ofProject">Whether a project's row is to be changed, rather than the organization's.</param>
    public static ApiError? Check(CallLogRequest request, bool ofProject)
    {
        if (request.Policy is { } policy && policy != Inherit && CallLogWords.Mode(policy) is null)
            return ApiErrors.Invalid("policy", "'policy' must be off, redacted, full or inherit.");
        if (request.RetentionDays is < 0 or > CallLogRules.MaxRetentionDays)
        {
            return ApiErrors.Invalid(
                "retention_days", $"'retention_days' must be from 1 to {CallLogRules.MaxRetentionDays}, or 0 for what the level above says.");
        }

        if (request.UsageRetentionDays is not null && ofProject)
        {
            return ApiErrors.Invalid(
                "usage_retention_days", "'usage_retention_days' cannot be set for a project: usage records are kept as long as the organization says.");
        }

        if (request.UsageRetentionDays is < 0 or > CallLogRules.MaxRetentionDays)
        {
            return ApiErrors.Invalid(
                "usage_retention_days", $"'usage_retention_days' must be from 1 to {CallLogRules.MaxRetentionDays}, or 0 to keep usage records for ever.");
        }

        if (request.Patterns is not { } patterns) return null;
        if (patterns.Count > OwnPatterns.MaxCount) return ApiErrors.Invalid("patterns", $"'patterns' may hold at most {OwnPatterns.MaxCount}.");
        for (var i = 0; i < patterns.Count; i++)
        {
            if (patterns[i] is null) return ApiErrors.WrongType($"patterns[{i}]", "a string");
        }

        var (_, faultyAt, error) = OwnPatterns.Compile(patterns);
        return error is null ? null : ApiErrors.Invalid($"patterns[{faultyAt}]", $"'patterns[{faultyAt}]' cannot be used: {error}.");
    }

    /// <summary>The row with what was asked for.</summary>
    public static CallLogRow Apply(CallLogRequest request, CallLogRow row) => row with
    {
        Mode = request.Policy is null ? row.Mode : (long?)CallLogWords.Mode(request.Policy),
        RetentionDays = request.RetentionDays switch
        {
            null => row.RetentionDays,
            0 => null,
            var days => days,
        },
        UsageRetentionDays = request.UsageRetentionDays switch
        {
            null => row.UsageRetentionDays,
            0 => null,
            var days => days,
        },
        Patterns = request.Patterns is null ? row.Patterns : JsonSerializer.Serialize(request.Patterns),
    };
}
