using Farebox.Kernel.Metering;
using Farebox.RecordsBench.Filling;
using Farebox.Server.UsageLog;

namespace Farebox.RecordsBench.Asking;

/// <summary>All that is asked.</summary>
internal static class Questions
{
    private const long Hour = 3600;
    private const long Day = 86_400;

    public static List<Question> Of(Sample sample)
    {
        var rare = new RequestLogFilter { OrganizationId = sample.OrganizationId, Limit = 100 };
        return
        [
            Usage("usage, 24 hours by the hour", 24 * Hour, "1h"),
            Usage("usage, 7 days by the hour, by model", 168 * Hour, "1h", [UsageGrouping.Model]),
            Usage("usage, 7 days by the hour, one key", 168 * Hour, "1h", key: sample.KeyId),
            Usage("usage, 31 days", 31 * Day, "1d"),
            Usage("usage, 31 days, by model", 31 * Day, "1d", [UsageGrouping.Model]),
            Usage("usage, 7 days, by project and model", 7 * Day, "1d", [UsageGrouping.Project, UsageGrouping.Model]),
            Usage("usage, 7 days, by key", 7 * Day, "1d", [UsageGrouping.Key]),
            Usage("usage, 31 days, by key (too many results: 400)", 31 * Day, "1d", [UsageGrouping.Key]),
            Usage("usage, 6 hours by the hour, by user (too many results: 400)", 6 * Hour, "1h", [UsageGrouping.User]),
            Usage("usage, 31 days, by user (too many results: 400)", 31 * Day, "1d", [UsageGrouping.User]),
            Usage("usage, 31 days, one user, by model", 31 * Day, "1d", [UsageGrouping.Model], user: sample.User),
            Usage("usage, 31 days, one key, by user", 31 * Day, "1d", [UsageGrouping.User], key: sample.KeyId),
            Usage("usage, the last day by the minute", Day, "1m"),
            Usage("usage, the busy hour by the minute", Hour, "1m"),
            Usage("usage, the busy hour by the minute, by model", Hour, "1m", [UsageGrouping.Model]),
            Usage("usage, the busy hour by the minute, one user", Hour, "1m", user: sample.User),
            Costs("costs, 60 days", 60 * Day),
            Costs("costs, 60 days, by model", 60 * Day, [CostsGrouping.LineItem]),
            Costs("costs, 60 days, by project", 60 * Day, [CostsGrouping.Project]),
            Costs("costs, 60 days, one key", 60 * Day, key: sample.KeyId),
            Logs("log, newest page", "", rare),
            Logs("log, a page from the middle", $"after={sample.Id}", rare with { After = sample.Id }),
            Logs("log, a rare key", $"key_id={House.RareKey}", rare with { KeyId = House.RareKey }),
            Logs("log, a rare key, oldest first", $"key_id={House.RareKey}&order=asc", rare with { KeyId = House.RareKey, Ascending = true }),
            Logs("log, a rare model", $"model={House.RareModel}", rare with { Model = House.RareModel }),
            Logs("log, a rare project", $"project_id={House.RareProject}", rare with { ProjectId = House.RareProject }),
            Logs("log, a frequent key", $"key_id={sample.KeyId}", rare with { KeyId = sample.KeyId }),
            Logs(
                "log, a key's failures", $"key_id={sample.KeyId}&outcome=upstream_failed",
                rare with { KeyId = sample.KeyId, Outcome = Outcome.UpstreamFailed }),
            Logs("log, interrupted calls", "outcome=interrupted", rare with { Outcome = Outcome.Interrupted }),
            Logs("log, a model and a status", $"model={sample.Model}&status=502", rare with { Model = sample.Model, Status = 502 }),
            Logs("log, a token", $"token_id={sample.TokenId}", rare with { TokenId = sample.TokenId }),
            Logs("log, nothing matches: a token that never called", "token_id=tok_none", rare with { TokenId = "tok_none" }),
            Logs("log, nothing matches: a key", "key_id=key_none", rare with { KeyId = "key_none" }),
            Logs("log, nothing matches: a model's name", "model=nothing", rare with { Model = "nothing" }),
            Logs(
                "log, nothing matches: a frequent model, before all", $"model={sample.Model}&end_time=1000000",
                rare with { Model = sample.Model, ToMs = 1_000_000_000 }),
            Logs("log, nothing matches: a token and an outcome", $"token_id={sample.TokenId}&outcome=interrupted",
                rare with { TokenId = sample.TokenId, Outcome = Outcome.Interrupted }),
        ];

        Question Usage(string name, long seconds, string width, string[]? groupBy = null, string? key = null, string? user = null)
        {
            var query = new UsageQuery
            {
                OrganizationId = sample.OrganizationId, From = sample.End - seconds, To = sample.End,
                WidthSeconds = width == "1d" ? Day : width == "1h" ? Hour : 60,
                KeyIds = key is null ? [] : [key], UserIds = user is null ? [] : [user], GroupBy = groupBy ?? [],
            };

            // Whole buckets: a first one that is cut adds one.
            var limit = Math.Min((seconds / query.WidthSeconds) + 1, width == "1d" ? 31 : width == "1h" ? 168 : 1440);
            return new Question(
                name, $"/v1/organization/usage/completions?{Span(seconds)}&bucket_width={width}&limit={limit}{Group(groupBy)}"
                    + $"{(key is null ? "" : $"&api_key_ids={key}")}{(user is null ? "" : $"&user_ids={user}")}", UsageQueryStore.ToSums(query), null);
        }

        Question Costs(string name, long seconds, string[]? groupBy = null, string? key = null)
        {
            var query = new CostsQuery
            {
                OrganizationId = sample.OrganizationId, From = sample.End - seconds, To = sample.End, KeyIds = key is null ? [] : [key],
                GroupBy = groupBy ?? [],
            };
            return new Question(
                name, $"/v1/organization/costs?{Span(seconds)}&limit=180{Group(groupBy)}{(key is null ? "" : $"&api_key_ids={key}")}",
                CostsQueryStore.ToSums(query), null);
        }

        static Question Logs(string name, string query, RequestLogFilter filter) => new(name, $"/v1/organization/request_logs?limit=100&{query}", null, filter);

        string Span(long seconds) => $"start_time={sample.End - seconds}&end_time={sample.End}";

        static string Group(string[]? groupBy) => string.Concat((groupBy ?? []).Select(group => $"&group_by={group}"));
    }
}
