using Farebox.Client;

namespace Farebox.Cli.Verbs;

/// <summary>What an error means, where providers differ in status and code.</summary>
internal static class ApiErrors
{
    /// <summary>OpenAI says 401 both for a wrong key and for a key without the permission; only the words differ.</summary>
    public static bool IsMissingPermission(FareboxApiException refused) =>
        refused.Status == 403
        || (refused.Status == 401 && refused.Code is null or "missing_scope"
            && (Says(refused, "insufficient permissions") || Says(refused, "missing scopes")));

    /// <summary>402 is what some providers answer; OpenAI and Farebox answer 429 with the type insufficient_quota.</summary>
    public static bool IsOutOfCredit(FareboxApiException refused) =>
        refused.Status == 402
        || refused.Type == "insufficient_quota" || refused.Code == "insufficient_quota"
        || (refused.Status == 429 && Says(refused, "exceeded your current quota"));

    private static bool Says(FareboxApiException refused, string words) =>
        refused.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
