namespace Farebox.ConsolePages.Billing;

/// <summary>An organization's money: what it has, what it may spend, and what models cost.</summary>
internal static class BillingPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OrganizationPage<BillingPage>("billing");
        pages.OrganizationPage<AddCreditPage>("billing/add");
        pages.OrganizationForm("billing/redeem", CreditForms.RedeemAsync, "billing/add");
        pages.OrganizationForm("billing/grant", CreditForms.GrantAsync, "billing/add");
        pages.OrganizationPage<BudgetsPage>("billing/budgets");
        pages.OrganizationForm("billing/budgets", BudgetForms.CreateAsync);
        pages.OrganizationPage<BudgetPage>("billing/budgets/{budget}");
        pages.OrganizationForm("billing/budgets/{budget}", BudgetForms.ChangeAsync);
        pages.OrganizationForm("billing/budgets/{budget}/remove", BudgetForms.RemoveAsync);
        pages.OrganizationPage<PricesPage>("prices");
    }
}
