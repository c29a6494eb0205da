using System.Globalization;
using Farebox.Client;
using Farebox.Contracts.Budgets;

namespace Farebox.ConsolePages.Billing;

/// <summary>What the forms about budgets do.</summary>
internal static class BudgetForms
{
    /// <summary>The unit of budgets in calls; any other is USD.</summary>
    public const string Requests = "requests";

    public static async Task<PageResult> CreateAsync(PageContext page, IFormCollection form)
    {
        var owner = await BudgetOwner.OfAsync(page, form);
        return await TryAsync<BudgetsPage>(page, form, owner, "budget-created", () => owner.Budgets.CreateAsync(new CreateBudgetRequest
        {
            Period = form["period"].ToString(), MaxSpendUsd = UsdOf(form), MaxRequests = CallsOf(form),
        }));
    }

    public static async Task<PageResult> ChangeAsync(PageContext page, IFormCollection form)
    {
        var owner = await BudgetOwner.OfAsync(page, form);
        return await TryAsync<BudgetPage>(page, form, owner, "budget-changed", () => owner.Budgets.UpdateAsync(
            page.Named("budget"), new UpdateBudgetRequest { MaxSpendUsd = UsdOf(form), MaxRequests = CallsOf(form) }));
    }

    /// <summary>Removes a budget whose owner's name was typed.</summary>
    public static async Task<PageResult> RemoveAsync(PageContext page, IFormCollection form)
    {
        var owner = await BudgetOwner.OfAsync(page, form);
        if (owner.Name != form["name"].ToString()) return PageResult.Show<BudgetPage>(page with { Refusal = page["budget_other_name"], Sent = form });
        await owner.Budgets.DeleteAsync(page.Named("budget"));
        return PageResult.GoTo(Back(page, owner, "budget-removed"));
    }

    private static async Task<PageResult> TryAsync<TPage>(PageContext page, IFormCollection form, BudgetOwner owner, string done, Func<Task> act)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        try
        {
            await act();
            return PageResult.GoTo(Back(page, owner, done));
        }
        catch (FareboxApiException e) when (e.Status is not 401 and not 404 and < 500)
        {
            return PageResult.Show<TPage>(page.Refused(e, form));
        }
    }

    private static string Back(PageContext page, BudgetOwner owner, string done) =>
        page.In($"billing/budgets{(owner.Query.Length == 0 ? "?" : owner.Query + "&")}done={done}");

    private static string? UsdOf(IFormCollection form) => form["unit"] == Requests ? null : form["limit"].ToString().Trim();

    // What is no number is none: the API says what is missing.
    private static long? CallsOf(IFormCollection form) =>
        form["unit"] == Requests && long.TryParse(form["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var calls) ? calls : null;
}
