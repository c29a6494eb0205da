using System.Text.Json;
using Farebox.Cli.Nouns;
using Farebox.Cli.Terminal;
using Farebox.Client;
using Farebox.Contracts.Budgets;
using Farebox.Contracts.Keys;
using Farebox.Contracts.Limits;

namespace Farebox.Cli.Validating;

/// <summary>What Farebox says about a key, in one line.</summary>
internal static class KeyVerdict
{
    public static Verdict Of(ApiResult<KeyInfo> answer, string baseUrl)
    {
        using var json = JsonDocument.Parse(answer.Json);
        return new Verdict(true, Verdict.IsValid, Describe(answer.Value, baseUrl), baseUrl, "/key", json.RootElement.Clone());
    }

    private static string Describe(KeyInfo key, string baseUrl)
    {
        string?[] parts =
        [
            $"valid: {KindOf(key)} {key.RedactedValue}{(key.Name is { } name ? $" \"{name}\"" : "")}",
            key.ProjectId is { } project ? $"project {project}" : key.OrganizationId is { } owner ? $"organization {owner}" : null,
            $"may {Words.List(key.Scopes, "nothing")}",
            key.Kind == "admin_key" ? null : $"models {Words.Models(key.Models)}",
            key.AllowedIps.Count == 0 ? null : $"from {Words.List(key.AllowedIps)}",
            .. key.Budgets.Select(Left),
            .. Limited(key.Limits),
            key.ExpiresAt is { } end ? $"until {Words.Time(end)}" : "without end",
            $"at {baseUrl}",
        ];
        return CleanText.Line(string.Join("; ", parts.OfType<string>()));
    }

    private static string Left(BudgetStatus budget) =>
        $"{budget.Left} of {BudgetView.Amount(budget.Limit, budget.Unit)} left for the {budget.Level}"
        + budget.Period switch { "day" => " today", "month" => " this month", _ => "" };

    // One part for each level and model: an organization's tier alone has several numbers.
    private static IEnumerable<string> Limited(IReadOnlyList<LimitStatus> limits) => limits.GroupBy(limit => (limit.Level, limit.Model)).Select(group =>
        $"limits of the {group.Key.Level}{(group.Key.Model == "*" ? "" : " on " + group.Key.Model)}: "
        + string.Join(", ", group.Select(limit => $"{Words.Count(limit.Left)} of {Words.Count(limit.Limit)} {limit.Kind} left")));

    private static string KindOf(KeyInfo key) => key.Kind switch
    {
        "api_key" => "API key",
        "admin_key" => "admin key",
        "access_token" => "access token",
        var other => other,
    };
}
