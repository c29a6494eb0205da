using Farebox.Contracts.Budgets;
using Farebox.Kernel.Ledger;
using Farebox.Server.Platform;

namespace Farebox.Server.Budgets;

/// <summary>What is asked of a budget. Each error names the member at fault.</summary>
internal readonly record struct BudgetWish(LedgerUnit Unit, BudgetPeriod Period, long MaxAmount)
{
    private const string Spend = "max_spend_usd";
    private const string Requests = "max_requests";

    /// <summary>Of a new one.</summary>
    public static (BudgetWish Wish, ApiError? Error) Read(CreateBudgetRequest request)
    {
        var (unit, amount, error) = Limit(request.MaxSpendUsd, request.MaxRequests);
        if (error is not null) return (default, error);
        if (request.Period is null) return (default, ApiErrors.Missing("period"));
        return BudgetWords.Period(request.Period) is { } period
            ? (new BudgetWish(unit, period, amount), null)
            : (default, ApiErrors.Invalid("period", "'period' must be day, month or life."));
    }

    /// <summary>Of one that is there.</summary>
    public static (BudgetWish Wish, ApiError? Error) Read(UpdateBudgetRequest request, BudgetRow row)
    {
        var (unit, amount, error) = Limit(request.MaxSpendUsd, request.MaxRequests);
        if (error is not null) return (default, error);
        return unit == (LedgerUnit)row.Unit
            ? (new BudgetWish(unit, (BudgetPeriod)row.Period, amount), null)
            : (default, ApiErrors.Invalid(
                unit == LedgerUnit.Requests ? Requests : Spend,
                $"This budget counts {(unit == LedgerUnit.Requests ? "USD" : "requests")}: give "
                + $"'{(unit == LedgerUnit.Requests ? Spend : Requests)}', or create another one."));
    }

    private static (LedgerUnit Unit, long Amount, ApiError? Error) Limit(string? usd, long? requests)
    {
        if (usd is not null && requests is not null)
        {
            return (default, 0, ApiErrors.Invalid(
                Requests, $"A budget has one limit: give '{Spend}' or '{Requests}', and create a second budget for the other."));
        }

        if (usd is null && requests is null) return (default, 0, ApiErrors.Missing(Spend));
        var (spend, spendError) = AmountField.Usd(Spend, usd);
        var (count, countError) = AmountField.Requests(Requests, requests);
        return spend is { } amount
            ? (LedgerUnit.NanoUsd, amount.Value, null)
            : (LedgerUnit.Requests, count ?? 0, spendError ?? countError);
    }
}
