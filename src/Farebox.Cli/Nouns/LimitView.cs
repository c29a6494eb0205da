using Farebox.Cli.Terminal;
using Farebox.Contracts.Limits;

namespace Farebox.Cli.Nouns;

/// <summary>How limits and tiers look.</summary>
internal static class LimitView
{
    public static readonly Column<RateLimit>[] Columns =
    [
        new("model", limit => limit.Model), .. Numbers<RateLimit>(),
        new("line", limit => limit.QueueMaxWaiting == 0 ? "" : $"{limit.QueueMaxWaiting} for {limit.QueueMaxWaitSeconds} s", Right: true),
    ];

    public static readonly Column<LimitStatus>[] UsedColumns =
    [
        new("model", status => status.Model), new("limit", status => status.Kind == "concurrency" ? "at once" : status.Kind),
        new("used", status => Words.Count(status.Used), Right: true), new("of", status => Words.Count(status.Limit), Right: true),
        new("left", status => Words.Count(status.Left), Right: true),
    ];

    public static readonly Column<Tier>[] TierColumns =
        [new("tier", tier => tier.Id), new("from spent", tier => tier.FromSpentUsd + " USD", Right: true), .. Numbers<Tier>()];

    public static readonly Column<OrganizationTier>[] OrganizationLines =
    [
        new("organization", tier => tier.OrganizationId), new("tier", tier => tier.Tier + (tier.IsPinned ? " (pinned)" : "")),
        new("spent", tier => tier.SpentUsd + " USD"),
        new("next", tier => tier.NextTier is null ? null : $"{tier.NextTier}, from {tier.NextTierFromSpentUsd} USD spent"), .. Numbers<OrganizationTier>(),
    ];

    /// <summary>Whether anything is limited.</summary>
    public static bool IsSet(LimitMembers limit) => Array.Exists(Numbers<LimitMembers>(), column => column.Value(limit) is not null);

    private static Column<T>[] Numbers<T>()
        where T : LimitMembers =>
    [
        new("rpm", limit => Text(limit.MaxRequestsPerMinute), Right: true), new("rpd", limit => Text(limit.MaxRequestsPerDay), Right: true),
        new("tpm", limit => Text(limit.MaxTokensPerMinute), Right: true), new("tpd", limit => Text(limit.MaxTokensPerDay), Right: true),
        new("ipm", limit => Text(limit.MaxImagesPerMinute), Right: true), new("at once", limit => Text(limit.MaxConcurrentRequests), Right: true),
    ];

    private static string? Text(long? number) => number is { } value ? Words.Count(value) : null;
}
