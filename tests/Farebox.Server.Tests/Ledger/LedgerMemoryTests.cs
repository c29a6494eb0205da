using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Ledger;

namespace Farebox.Server.Tests.Ledger;

public sealed class LedgerMemoryTests : LedgerTest
{
    [Fact]
    public async Task IdleAccounts_BeyondTheBound_ArePutAwayAndReadAgain()
    {
        MaxAccounts = 100;
        await RestartAsync();
        var accounts = Enumerable.Range(0, 500).Select(i => AccountHandle.Credit($"org_{i}")).ToArray();
        foreach (var account in accounts)
        {
            await GrantAsync(account, 10);
            await PostAsync(await ReservedAsync(Money(account, 4)), 3);
        }

        Assert.InRange(Book.AccountsInMemory, 50, 110);
        foreach (var account in accounts)
        {
            Assert.Equal(new LedgerCounters(0, 3, 0, 10), await Book.ReadAsync(account, Cancellation));
            Assert.Equal((0, 7), await Refusal(account, 8));
            await PostAsync(await ReservedAsync(Money(account, 7)), 7);
        }

        Assert.InRange(Book.AccountsInMemory, 50, 110);
        Assert.Equal(10L * accounts.Length, (await Book.ReadAsync(Fares, Cancellation)).CreditsPosted);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task HeldAccounts_StayInMemory_UntilTheirResolutionIsDurable()
    {
        MaxAccounts = 20;
        await RestartAsync();
        var held = new List<LedgerReservation>();
        for (var i = 0; i < 100; i++) held.Add(await ReservedAsync(Money(await FundedAsync(10, $"org_{i}"), 10)));
        Assert.InRange(Book.AccountsInMemory, 100, 110);
        foreach (var reservation in held.Take(50)) await WriteAhead(reservation).Written;
        for (var i = 0; i < 100; i++) Assert.Equal((0, 0), await Refusal(AccountHandle.Credit($"org_{i}"), 1));

        foreach (var reservation in held) await VoidAsync(reservation);
        for (var i = 100; i < 250; i++) await Refusal(AccountHandle.Credit($"org_{i}"), 1);
        Assert.InRange(Book.AccountsInMemory, 10, 30);
        for (var i = 0; i < 100; i++) Assert.Equal((0, 10), await Refusal(AccountHandle.Credit($"org_{i}"), 11));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task AccountsWithUnwrittenWork_AreNotReadAgainBeforeItIsWritten()
    {
        MaxAccounts = 20;
        await RestartAsync();
        var account = await FundedAsync(10);
        using var gate = new ManualResetEventSlim();
        _ = Append(_ => gate.Wait(Cancellation));
        try
        {
            Book.Post(await ReservedAsync(Money(account, 10)), new NanoUsd(10)); // Posted; nothing of it is in the store.
            for (var i = 0; i < 200; i++) await Refusal(AccountHandle.Credit($"org_other_{i}"), 1);
            Assert.Equal((0, 0), await Refusal(AccountHandle.Credit("org_1"), 1));
        }
        finally
        {
            gate.Set();
        }
    }

    [Fact]
    public async Task TryReserve_AccountNotInMemory_ChangesNothing()
    {
        var credit = await FundedAsync(10);
        await RestartAsync();
        var (again, other) = (new AccountHandle(credit.Id, credit.Unit), await FundedAsync(10, "org_2"));
        Assert.False(Book.TryReserve(default, [Money(other, 1), Money(again, 1)], out _));
        Assert.Equal(10, (await Book.ReadAsync(other, Cancellation)).Available);
        Assert.False(Book.TryRead(again, out _));
        Assert.Equal(10, (await Book.ReadAsync(again, Cancellation)).Available);
        Assert.False(Book.TryRead(again, out _));
        await ReservedAsync(Money(again, 10));
        Assert.True(Book.TryRead(again, out var counters));
        Assert.Equal(0, counters.Available);
    }

    private async Task<(int Leg, long Available)> Refusal(AccountHandle account, long amount)
    {
        var result = await ReserveAsync(Money(account, amount));
        Assert.False(result.IsReserved);
        return (result.RefusedLeg, result.Available);
    }
}
