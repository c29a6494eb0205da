using Farebox.Cli.Terminal;
using Farebox.Contracts.Budgets;

namespace Farebox.Cli.Nouns;

/// <summary>How budgets and events about money look.</summary>
internal static class BudgetView
{
    public static readonly Column<BudgetStatus>[] Columns =
    [
        new("id", budget => budget.Id), new("per", budget => budget.Period),
        new("limit", budget => Amount(budget.Limit, budget.Unit), Right: true), new("spent", budget => budget.Spent, Right: true),
        new("reserved", budget => budget.Reserved, Right: true), new("left", budget => budget.Left, Right: true),
        new("ends", budget => Words.Time(budget.PeriodEndsAt)),
    ];

    public static readonly Column<BudgetStatus>[] Lines =
    [
        Columns[0], new("of", budget => budget.Level), new("project", budget => budget.ProjectId), new("key", budget => budget.KeyId),
        Columns[1], new("limit", budget => Amount(budget.Limit, budget.Unit)),
        new("spent", budget => Amount(budget.Spent, budget.Unit)), new("reserved", budget => Amount(budget.Reserved, budget.Unit)),
        new("left", budget => Amount(budget.Left, budget.Unit)), Columns[6],
    ];

    public static readonly Column<SpendEvent>[] EventColumns =
    [
        new("time", seen => Words.Time(seen.CreatedAt)),
        new("what", seen => seen.Percent is { } percent ? Words.Count(percent) + " % spent" : "low balance"),
        new("of", seen => seen.Level), new("which", seen => seen.TokenId ?? seen.KeyId ?? seen.ProjectId),
        new("period", seen => seen.Period), new("amount", seen => Amount(seen.Amount, seen.Unit), Right: true),
        new("limit", seen => Amount(seen.Limit, seen.Unit), Right: true), new("budget", seen => seen.BudgetId), new("id", seen => seen.Id),
    ];

    /// <summary>An amount with its unit: <c>2.5 USD</c>, <c>100 requests</c>.</summary>
    public static string Amount(string amount, string unit) => unit == "usd" ? amount + " USD" : amount + " " + unit;
}
