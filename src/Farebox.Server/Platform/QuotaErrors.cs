using Farebox.Contracts;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;

namespace Farebox.Server.Platform;

/// <summary>
/// The 429 answers for want of money. Clients know them by <c>insufficient_quota</c> and by how the message begins, and are told not to try
/// again.
/// </summary>
public static class QuotaErrors
{
    private const string Begin = "You exceeded your current quota: ";

    /// <summary>What is answered when a reservation was refused.</summary>
    /// <param name="budget">The budget that refused; null for the organization's credit.</param>
    /// <param name="left">What it would still allow, in its unit.</param>
    /// <param name="wanted">What the call would reserve, in its unit.</param>
    /// <param name="nowMs">Unix milliseconds.</param>
    public static ApiError Refused(Budget? budget, long left, long wanted, long nowMs) =>
        budget is null ? CreditExhausted(new NanoUsd(left), new NanoUsd(wanted)) : Exceeded(budget, left, wanted, nowMs);

    private static ApiError CreditExhausted(NanoUsd left, NanoUsd wanted) => Error(
        ErrorCodes.CreditBalanceExhausted,
        $"the call may cost up to {wanted} USD, and {left} USD of the organization's credit balance is left. Add credit, or ask for less "
        + "output.");

    private static ApiError Exceeded(Budget budget, long left, long wanted, long nowMs)
    {
        var isMoney = budget.Unit == LedgerUnit.NanoUsd;
        var unit = isMoney ? " USD" : budget.Limit == 1 ? " request" : " requests";
        var call = isMoney ? $"the call may cost up to {budget.Text(wanted)} USD, and " : "";
        var remedy = isMoney && left > 0 ? "Ask for less output, or have the limit raised." : "Have the limit raised to go on.";
        return Error(
            CodeOf(budget.Level),
            $"{call}{budget.Text(left)} of the {budget.Text(budget.Limit)}{unit} {Per(budget.Period)} that {Subject(budget)} may "
            + $"{(isMoney ? "spend" : "make")} are left. {End(budget, nowMs)} {remedy}");
    }

    private static string End(Budget budget, long nowMs) => BudgetPeriods.EndMs(budget.Period, nowMs) is { } endMs
        ? $"This budget ends at {BudgetPeriods.DayOf(endMs):yyyy-MM-dd}T00:00:00Z, when all of it is there again."
        : "This budget does not end.";

    private static string Per(BudgetPeriod period) => period switch
    {
        BudgetPeriod.Day => "a day",
        BudgetPeriod.Month => "a month",
        _ => "in all",
    };

    private static string Subject(Budget budget) => budget.Level switch
    {
        BudgetLevel.Organization => $"organization {budget.SubjectId}",
        BudgetLevel.Project => $"project {budget.SubjectId}",
        BudgetLevel.Key => $"API key {budget.SubjectId}",
        _ => $"access token {budget.SubjectId} and those from it",
    };

    private static string CodeOf(BudgetLevel level) => level switch
    {
        BudgetLevel.Organization => ErrorCodes.OrganizationSpendLimitExceeded,
        BudgetLevel.Project => ErrorCodes.ProjectSpendLimitExceeded,
        BudgetLevel.Key => ErrorCodes.KeySpendLimitExceeded,
        _ => ErrorCodes.TokenSpendLimitExceeded,
    };

    private static ApiError Error(string code, string message) =>
        new(429, "insufficient_quota", code, Begin + message) { ShouldRetry = false };
}
