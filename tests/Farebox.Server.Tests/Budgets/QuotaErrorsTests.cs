using Farebox.Kernel.Ledger;
using Farebox.Server.Platform;

namespace Farebox.Server.Tests.Budgets;

public sealed class QuotaErrorsTests
{
    private static readonly long Now = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static readonly Budget Money = new()
    {
        Id = "budget_1", Level = BudgetLevel.Project, OrganizationId = "org_1", ProjectId = "proj_1", KeyId = "key_1", TokenId = "tok_1",
        Unit = LedgerUnit.NanoUsd, Period = BudgetPeriod.Month, Limit = 25_000_000_000,
    };

    [Fact]
    public void Refused_ByCredit_NamesBothAmounts()
    {
        var error = QuotaErrors.Refused(null, 1_230_000, 500_000_000, Now);
        Assert.Equal(
            "You exceeded your current quota: the call may cost up to 0.5 USD, and 0.00123 USD of the organization's credit balance is left. "
            + "Add credit, or ask for less output.",
            error.Message);
        AssertShape(error, "credit_balance_exhausted");
    }

    [Theory]
    [InlineData(BudgetLevel.Organization, "organization_spend_limit_exceeded", "organization org_1")]
    [InlineData(BudgetLevel.Project, "project_spend_limit_exceeded", "project proj_1")]
    [InlineData(BudgetLevel.Key, "key_spend_limit_exceeded", "API key key_1")]
    [InlineData(BudgetLevel.Token, "token_spend_limit_exceeded", "access token tok_1")]
    public void Refused_ByABudget_HasTheCodeOfItsLevelAndNamesWhose(BudgetLevel level, string code, string whose)
    {
        var error = QuotaErrors.Refused(Money with { Level = level }, 0, 1, Now);
        AssertShape(error, code);
        Assert.Contains(whose, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_ByMoney_SaysLimitRestAndEnd() => Assert.Equal(
        "You exceeded your current quota: the call may cost up to 1.2 USD, and 0.3 of the 25 USD a month that project proj_1 may spend are left. "
        + "This budget ends at 2026-12-01T00:00:00Z, when all of it is there again. Ask for less output, or have the limit raised.",
        QuotaErrors.Refused(Money, 300_000_000, 1_200_000_000, Now).Message);

    [Fact]
    public void Refused_ByRequests_SaysLimitRestAndEnd()
    {
        var calls = Money with { Unit = LedgerUnit.Requests, Limit = 100, Period = BudgetPeriod.Day };
        Assert.Equal(
            "You exceeded your current quota: 0 of the 100 requests a day that project proj_1 may make are left. "
            + "This budget ends at 2026-11-23T00:00:00Z, when all of it is there again. Have the limit raised to go on.",
            QuotaErrors.Refused(calls, 0, 1, Now).Message);
    }

    [Fact]
    public void Refused_ForLife_SaysThatNothingComesBack() => Assert.Contains(
        "This budget does not end.", QuotaErrors.Refused(Money with { Period = BudgetPeriod.Life }, 0, 1, Now).Message, StringComparison.Ordinal);

    private static void AssertShape(ApiError error, string code)
    {
        Assert.Equal((429, "insufficient_quota", code, null, false), (error.Status, error.Type, error.Code, error.Param, error.ShouldRetry));
        Assert.StartsWith("You exceeded your current quota", error.Message, StringComparison.Ordinal);
        Assert.Null(error.RetryAfterMs);
    }
}
