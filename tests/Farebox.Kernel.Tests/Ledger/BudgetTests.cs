using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;

namespace Farebox.Kernel.Tests.Ledger;

public sealed class BudgetTests
{
    private static readonly Budget Money = new()
    {
        Id = "budget_1", Level = BudgetLevel.Organization, OrganizationId = "org_1", ProjectId = "proj_1", KeyId = "key_1", TokenId = "tok_1",
        Unit = LedgerUnit.NanoUsd, Period = BudgetPeriod.Month, Limit = 25_500_000_000,
    };

    private static readonly Budget Calls = Money with { Unit = LedgerUnit.Requests, Limit = 100 };

    [Theory]
    [InlineData(BudgetLevel.Organization, "org_1")]
    [InlineData(BudgetLevel.Project, "proj_1")]
    [InlineData(BudgetLevel.Key, "key_1")]
    [InlineData(BudgetLevel.Token, "tok_1")]
    public void SubjectId_IsTheIdOfTheLevel(BudgetLevel level, string id) => Assert.Equal(id, (Money with { Level = level }).SubjectId);

    [Fact]
    public void CostOf_IsTheQuoteOrOneRequest()
    {
        Assert.Equal(7, Money.CostOf(new NanoUsd(7)));
        Assert.Equal(0, Money.CostOf(NanoUsd.Zero));
        Assert.Equal(1, Calls.CostOf(new NanoUsd(7)));
        Assert.Equal(1, Calls.CostOf(NanoUsd.Zero));
    }

    [Fact]
    public void Contra_IsOfTheUnit()
    {
        foreach (var budget in new[] { Money, Calls }) Assert.Equal(budget.Unit, AccountIds.UnitOf(budget.Contra));
    }

    [Fact]
    public void Owns_ItsPeriodsAndNoOthers()
    {
        var day = new DateOnly(2026, 11, 22);
        foreach (var period in Enum.GetValues<BudgetPeriod>()) Assert.True(Money.Owns(AccountIds.Budget("budget_1", period, day)));
        Assert.False(Money.Owns(AccountIds.Budget("budget_11", BudgetPeriod.Life, day)));
        Assert.False(Money.Owns(AccountIds.Credit("org_1")));
    }

    [Fact]
    public void IdOfToken_TellsItsTwoCapsApart()
    {
        Assert.Equal("tok_1.usd", Budget.IdOfToken("tok_1", LedgerUnit.NanoUsd));
        Assert.Equal("tok_1.requests", Budget.IdOfToken("tok_1", LedgerUnit.Requests));
    }

    [Fact]
    public void Text_IsInTheUnit() => Assert.Equal(("25.5", "100"), (Money.Text(Money.Limit), Calls.Text(Calls.Limit)));
}
