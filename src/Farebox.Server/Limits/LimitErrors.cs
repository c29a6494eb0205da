using Farebox.Contracts;
using Farebox.Kernel.Limits;
using Farebox.Server.Platform;

namespace Farebox.Server.Limits;

/// <summary>The 429 answers of limits: which one, how much of it is used, how much was asked for, and when to come back.</summary>
internal static class LimitErrors
{
    // Nobody knows when a call under way ends: that soon it is worth another try.
    private const long ConcurrencyWaitMs = 1000;

    // Clients sleep no longer than about this; told to come later, they would come at once instead.
    private const long MaxRetryMs = 120_000;

    /// <param name="model">The catalog's name of the model that was asked for.</param>
    public static ApiError Refused(in LimitRefusal refusal, string model)
    {
        var (type, what) = Words(refusal.Cap.Kind);
        var begin = $"Rate limit reached for {model} in {Subject(refusal.Plan)} on {what}{Scope(refusal.Plan)}: "
            + $"Limit {refusal.Cap.Max}, Used {refusal.Used}, Requested {refusal.Wanted}.";
        if (refusal.NeverFits)
        {
            return Error(type, $"{begin} The request asks for more than the whole limit, so it can never pass. Ask for less, or have the limit raised.")
                with { ShouldRetry = false };
        }

        var waitMs = refusal.WaitMs ?? ConcurrencyWaitMs;
        var kept = refusal.UsedByKey is { } own ? $" The rest is kept for other keys: this one has used {own}." : "";
        var when = refusal.Cap.Kind == LimitKind.Concurrency ? " Please try again when one of the calls under way has ended."
            : $" Please try again in {DurationText.Of(waitMs)}.";
        return Error(type, begin + kept + when) with { RetryAfterMs = waitMs, ShouldRetry = waitMs > MaxRetryMs ? false : null };
    }

    private static ApiError Error(string type, string message) => new(429, type, ErrorCodes.RateLimitExceeded, message);

    private static string Subject(LimitPlan plan) => plan.Level switch
    {
        LimitLevel.Tier or LimitLevel.Organization => $"organization {plan.SubjectId}",
        LimitLevel.Project => $"project {plan.SubjectId}",
        LimitLevel.Key => $"API key {plan.SubjectId}",
        _ => $"access token {plan.SubjectId} and those from it",
    };

    private static string Scope(LimitPlan plan) => plan.Model is null ? "" : ", for this model";

    private static (string Type, string What) Words(LimitKind kind) => kind switch
    {
        LimitKind.RequestsPerMinute => ("requests", "requests per min (RPM)"),
        LimitKind.RequestsPerDay => ("requests", "requests per day (RPD)"),
        LimitKind.TokensPerMinute => ("tokens", "tokens per min (TPM)"),
        LimitKind.TokensPerDay => ("tokens", "tokens per day (TPD)"),
        LimitKind.ImagesPerMinute => ("requests", "images per min (IPM)"),
        _ => ("requests", "concurrent requests"),
    };
}
