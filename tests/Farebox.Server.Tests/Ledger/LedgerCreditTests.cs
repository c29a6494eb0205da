using Dapper;
using Farebox.Kernel.Ledger;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Ledger;

public sealed class LedgerCreditTests : LedgerTest
{
    [Fact]
    public async Task Credit_IsAvailableOnceItIsDurable_AndAfterARestart()
    {
        var credit = await FundedAsync(100);
        Assert.Equal(100, (await Book.ReadAsync(credit, Cancellation)).Available);
        Assert.Equal(new LedgerCounters(0, 100, 0, 0), await StoredAsync(new AccountHandle("credit:granted", LedgerUnit.NanoUsd)));
        await RestartAsync();
        await ReservedAsync(Money(AccountHandle.Credit("org_1"), 100));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Credit_InAWriteThatFails_IsNeitherStoredNorSpendable()
    {
        var credit = await FundedAsync(100);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Book.WriteAsync<bool>(Actor.Server, credit, (_, _, transfer) =>
        {
            transfer.Add(Ids.Next(), ContraAccount.VoucherCredit, 50);
            throw new InvalidOperationException("The voucher was redeemed before.");
        }));
        Assert.Equal(100, (await Book.ReadAsync(credit, Cancellation)).Available);
        Assert.Equal(100, (await StoredAsync(credit)).Available);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Credit_AndWhatElseIsWritten_AreOneTransaction()
    {
        var credit = AccountHandle.Credit("org_1");
        await Database.UpkeepAsync(connection => connection.Execute("CREATE TABLE redemptions (voucher TEXT PRIMARY KEY)"));
        Assert.True(await RedeemAsync());
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(RedeemAsync);
        Assert.Equal(5, (await Book.ReadAsync(credit, Cancellation)).Available);

        Task<bool> RedeemAsync() => Book.WriteAsync(Actor.Server, credit, (connection, trail, transfer) =>
        {
            trail.Add(TestAudit.Entry);
            transfer.Add(Ids.Next(), ContraAccount.VoucherCredit, 5);
            return connection.Execute("INSERT INTO redemptions VALUES ('v1')") == 1;
        });
    }

    [Fact]
    public async Task Credit_OfTheSameId_CountsOnce()
    {
        var (credit, id) = (AccountHandle.Credit("org_1"), Ids.Next());
        Assert.True(await GrantAsync(credit, 100, id));
        Assert.False(await GrantAsync(credit, 100, id));
        Assert.Equal(100, (await Book.ReadAsync(credit, Cancellation)).Available);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Credit_BesideAnEntryWithABug_CountsOnce()
    {
        // The bug rolls the batch back, and each entry is then applied again alone.
        var credit = AccountHandle.Credit("org_1");
        using var gate = new ManualResetEventSlim();
        _ = Append(_ => gate.Wait(Cancellation));
        var bug = Append(_ => throw new InvalidOperationException("A bug."));
        var granting = GrantAsync(credit, 100);
        gate.Set();
        Assert.True(await granting);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await bug.Written);
        Assert.Equal(100, (await Book.ReadAsync(credit, Cancellation)).Available);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Credit_BelowOneOrInAnotherUnit_IsABug()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => GrantAsync(AccountHandle.Credit("org_1"), 0));
        await Assert.ThrowsAsync<ArgumentException>(() => GrantAsync(Budget("b1", LedgerUnit.Requests), 1));
    }

    [Fact]
    public async Task Credit_BeyondTheCounters_IsRefusedByTheStore_AndChangesNothing()
    {
        var credit = await FundedAsync(long.MaxValue - 10);
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => GrantAsync(credit, 11));
        Assert.Equal(long.MaxValue - 10, (await Book.ReadAsync(credit, Cancellation)).Available);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Credit_WhileCallsSpend_IsNeverCountedTwice()
    {
        MaxAccounts = 100;
        await RestartAsync();
        var organizations = Enumerable.Range(0, 300).Select(i => $"org_{i}").ToArray();
        await Task.WhenAll(Enumerable.Range(0, 1500).Select(i => Task.Run(
            async () =>
            {
                var organization = organizations[i % organizations.Length];
                await Task.WhenAll(GrantAsync(AccountHandle.Credit(organization), 10), SpendAsync(AccountHandle.Credit(organization)));
            },
            Cancellation)));

        foreach (var organization in organizations)
        {
            var account = AccountHandle.Credit(organization);
            Assert.Equal(await StoredAsync(account), await Book.ReadAsync(account, Cancellation));
        }

        await AssertSoundAsync();

        async Task SpendAsync(AccountHandle account)
        {
            var result = await ReserveAsync(Money(account, 3));
            if (result.IsReserved) await PostAsync(result.Reservation, 2);
        }
    }
}
