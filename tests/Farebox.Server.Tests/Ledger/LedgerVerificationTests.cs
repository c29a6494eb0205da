using Dapper;
using Farebox.Kernel.Ledger;

namespace Farebox.Server.Tests.Ledger;

public sealed class LedgerVerificationTests : LedgerTest
{
    [Fact]
    public async Task Verification_OfEveryKindOfTransfer_FindsNothing()
    {
        await FillAsync();
        var report = await VerifyAsync();
        Assert.Equal([], report.Faults);
        Assert.Equal((5, 7, 1), (report.Transfers, report.Accounts, report.PendingReservations));
    }

    [Theory]
    [InlineData("UPDATE ledger_accounts SET debits_posted = debits_posted + 1 WHERE id = 'org:org_1:credit'", "not the sums")]
    [InlineData("UPDATE ledger_accounts SET credits_pending = credits_pending + 1 WHERE id = 'fares'", "not the sums", "Debits and credits in NanoUsd differ")]
    [InlineData("DELETE FROM ledger_accounts WHERE id LIKE 'budget:%'", "no counters", "differ")]
    [InlineData("DELETE FROM ledger_transfers WHERE kind = 1 AND leg = 1 AND posted = 3", "legs were reserved", "not the sums")]
    [InlineData("UPDATE ledger_transfers SET posted = 99 WHERE kind = 1 AND leg = 0", "posts 99 of 10")]
    [InlineData("UPDATE ledger_transfers SET posted = 1 WHERE kind = 2", "though it was given back")]
    [InlineData("UPDATE ledger_transfers SET debit_account = 'org:org_2:credit' WHERE kind = 0 AND leg = 0", "something else than was reserved")]
    [InlineData("UPDATE ledger_transfers SET kind = 0 WHERE kind = 1", "there is not")]
    [InlineData("UPDATE ledger_transfers SET kind = 3 WHERE kind = 0", "is not a reservation")]
    [InlineData("UPDATE ledger_transfers SET kind = 4 WHERE kind = 2", "reserved before")]
    [InlineData("UPDATE ledger_accounts SET debits_posted = 1000 WHERE id = 'org:org_1:credit'", "below zero")]
    public async Task Verification_OfATamperedLedger_NamesTheFault(string sql, params string[] faults)
    {
        await FillAsync();
        Assert.NotEqual(0, await Database.UpkeepAsync(connection => connection.Execute(sql)));
        var report = await VerifyAsync();
        Assert.False(report.IsSound);
        Assert.All(faults, fault => Assert.Contains(report.Faults, found => found.Contains(fault, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Store_SecondResolution_IsImpossible()
    {
        await FillAsync();
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => Database.UpkeepAsync(connection => connection.Execute(
            "INSERT INTO ledger_transfers SELECT id, phase, leg, 2, debit_account, credit_account, reserved, 0, created_at FROM ledger_transfers WHERE kind = 1")));
    }

    // A grant; a reservation posted from a row ahead, one posted at once, one given back, one pending.
    private async Task FillAsync()
    {
        var (credit, budget) = (await FundedAsync(100), Budget("b1"));
        var ahead = await ReservedAsync(Money(credit, 10), Spend(budget, 10, 50));
        await WriteAhead(ahead).Written;
        await PostAsync(ahead, 3);
        await PostAsync(await ReservedAsync(Money(credit, 10), Spend(budget, 10, 50)), 10);
        var voided = await ReservedAsync(Money(credit, 10));
        await WriteAhead(voided).Written;
        await VoidAsync(voided);
        await WriteAhead(await ReservedAsync(Money(credit, 10), Request(Budget("b2", LedgerUnit.Requests), 1))).Written;
    }
}
