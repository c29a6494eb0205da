namespace Farebox.Contracts.Budgets;

/// <summary>OpenAI's spend limit: the monthly budget in USD of an organization or a project.</summary>
/// <param name="Object"><c>organization.spend_limit</c> or <c>project.spend_limit</c>.</param>
/// <param name="ThresholdAmount">The limit in cents, rounded down.</param>
/// <param name="Currency">Always <c>USD</c>.</param>
/// <param name="Interval">Always <c>month</c>.</param>
public sealed record SpendLimit(string Object, long ThresholdAmount, string Currency, string Interval, SpendLimitEnforcement Enforcement);

/// <summary>Whether a spend limit stands in the way.</summary>
/// <param name="Status"><c>enforcing</c> while nothing is left, else <c>inactive</c>.</param>
public sealed record SpendLimitEnforcement(string Status);

/// <summary>Body of setting a spend limit.</summary>
/// <param name="ThresholdAmount">Cents, at least 1.</param>
/// <param name="Currency"><c>USD</c>.</param>
/// <param name="Interval"><c>month</c>.</param>
public sealed record SpendLimitRequest(long? ThresholdAmount, string? Currency, string? Interval);

/// <summary>Answer to taking a spend limit away.</summary>
/// <param name="Object"><c>organization.spend_limit.deleted</c> or <c>project.spend_limit.deleted</c>.</param>
public sealed record SpendLimitDeleted(string Object, bool Deleted = true);
