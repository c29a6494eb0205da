using Farebox.Kernel.Ledger;

namespace Farebox.Server.Budgets;

/// <summary>Whose budgets a route is about.</summary>
/// <param name="ProjectId">Empty for the organization's, as in the store.</param>
/// <param name="KeyId">Empty for the organization's and a project's, as in the store.</param>
internal readonly record struct BudgetOwner(string OrganizationId, string ProjectId = "", string KeyId = "")
{
    public BudgetLevel Level =>
        KeyId.Length > 0 ? BudgetLevel.Key : ProjectId.Length > 0 ? BudgetLevel.Project : BudgetLevel.Organization;
}
