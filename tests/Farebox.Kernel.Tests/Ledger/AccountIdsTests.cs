using System.Globalization;
using Farebox.Kernel.Ledger;

namespace Farebox.Kernel.Tests.Ledger;

public sealed class AccountIdsTests
{
    [Theory]
    [InlineData(BudgetPeriod.Life, "budget:b1:life")]
    [InlineData(BudgetPeriod.Month, "budget:b1:2026-11")]
    [InlineData(BudgetPeriod.Day, "budget:b1:2026-11-02")]
    public void Budget_Period_IsNamedInEveryCulture(BudgetPeriod period, string id)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("th-TH"); // Counts its years from another beginning.
        try
        {
            Assert.Equal(id, AccountIds.Budget("b1", period, new DateOnly(2026, 11, 2)));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Contras_AreNamedApart_AndCountTheirUnit()
    {
        var all = Enum.GetValues<ContraAccount>();
        Assert.Equal(["fares", "credit:granted", "credit:vouchers", "budgets:usd", "budgets:requests", "credit:paid"], all.Select(AccountIds.Of));
        Assert.Equal([ContraAccount.RequestBudgets], all.Where(contra => AccountIds.UnitOf(contra) == LedgerUnit.Requests));
        Assert.Equal("org:org_1:credit", AccountIds.Credit("org_1"));
        Assert.True(AccountIds.IsCredit(AccountIds.Credit("org_1")));
        Assert.DoesNotContain(all, contra => AccountIds.IsCredit(AccountIds.Of(contra)));
    }
}
