using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;

namespace Farebox.Server.Tests.Ledger;

public sealed class LedgerBookTests : LedgerTest
{
    [Fact]
    public async Task Reserve_WithinCreditAndBudgets_IsPostedAndSurvivesARestart()
    {
        var (credit, budget, requests) = (await FundedAsync(100), Budget("b1"), Budget("b2", LedgerUnit.Requests));
        var reservation = await ReservedAsync(Money(credit, 60), Spend(budget, 60, 80), Request(requests, 5));
        Assert.Equal(40, (await Book.ReadAsync(credit, Cancellation)).Available);
        await PostAsync(reservation, 25);
        await AssertSoundAsync();

        await RestartAsync();
        Assert.Equal(new LedgerCounters(0, 25, 0, 100), await Book.ReadAsync(new AccountHandle(credit.Id, credit.Unit), Cancellation));
        Assert.Equal(new LedgerCounters(0, 25, 0, 0), await StoredAsync(budget));
        Assert.Equal(new LedgerCounters(0, 1, 0, 0), await StoredAsync(requests));
        Assert.Equal(new LedgerCounters(0, 0, 0, 25), await StoredAsync(Fares));
    }

    [Fact]
    public async Task Reserve_OneTooMany_IsRefusedByTheLegThatLacksIt_AndHoldsNothing()
    {
        var (credit, budget, requests) = (await FundedAsync(100), Budget("b1"), Budget("b2", LedgerUnit.Requests));
        await PostAsync(await ReservedAsync(Money(credit, 30), Spend(budget, 30, 80), Request(requests, 1)), 30);

        await RefusedAsync(0, 70, Money(credit, 71), Spend(budget, 50, 80));
        await RefusedAsync(1, 50, Money(credit, 51), Spend(budget, 51, 80));
        await RefusedAsync(2, 0, Money(credit, 50), Spend(budget, 50, 80), Request(requests, 1));
        await RefusedAsync(1, 0, Money(credit, 50), Spend(budget, 1, 10)); // Lowered below what is spent.
        await ReservedAsync(Money(credit, 70), Spend(budget, 50, 80), Request(requests, 2));
    }

    [Fact]
    public async Task Reserve_UnknownOrganization_HasNothing() => await RefusedAsync(0, 0, Money(AccountHandle.Credit("org_new"), 1));

    [Fact]
    public async Task Reserve_AccountsInMemory_CompletesAtOnceWithoutAllocatingMore()
    {
        var (credit, budget) = (await FundedAsync(1000), Budget("b1"));
        Book.Drop(await ReservedAsync(Money(credit, 1), Spend(budget, 1, 10)));
        var id = new RequestId(Ids.Next());
        for (var i = 0; i < 100; i++) Once(); // Compiled, and what is set up once is.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Once();
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 1, 300);

        void Once()
        {
            var reserving = Book.ReserveAsync(id, [Money(credit, 1), Spend(budget, 1, 10)]);
            Assert.True(reserving.IsCompletedSuccessfully);
            Book.Drop(reserving.Result.Reservation!);
        }
    }

    [Fact]
    public async Task Reserve_MoreLegsThanUsual_WorksTheSame()
    {
        var credit = await FundedAsync(100);
        WantedLeg[] legs = [Money(credit, 10), .. Enumerable.Range(0, 20).Select(i => Spend(Budget($"b{i}"), 10, 10 + i))];
        await PostAsync(await ReservedAsync(legs), 7);
        Assert.Equal(21, (await RowsAsync()).Count(row => row.Kind == TransferKind.Post && row.Posted == 7));
        await RefusedAsync(1, 3, legs);
        await AssertSoundAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task Reserve_NothingOrLess_IsABug(long amount) => await Assert.ThrowsAnyAsync<ArgumentException>(async () => await ReserveAsync(Money(AccountHandle.Credit("org_1"), amount)));

    [Fact]
    public async Task Resolve_SecondTime_IsABug_AndIsPostedOnce()
    {
        var credit = await FundedAsync(100);
        var reservation = await ReservedAsync(Money(credit, 60));
        await PostAsync(reservation, 25);
        Assert.Throws<InvalidOperationException>(() => Book.Post(reservation, new NanoUsd(1)));
        Assert.Throws<InvalidOperationException>(() => Book.Void(reservation));
        Assert.Equal(new LedgerCounters(0, 25, 0, 100), await Book.ReadAsync(credit, Cancellation));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Post_MoreThanReserved_IsABug()
    {
        var reservation = await ReservedAsync(Money(await FundedAsync(100), 60));
        Assert.Throws<ArgumentOutOfRangeException>(() => Book.Post(reservation, new NanoUsd(61)));
        await PostAsync(reservation, 60);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task ApplyResolution_OfAPendingReservation_IsABug()
    {
        var reservation = await ReservedAsync(Money(await FundedAsync(100), 60));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Append(reservation.ApplyResolution).Written);
        Assert.Single(await RowsAsync());
    }

    [Fact]
    public async Task Rows_OfAReservationSettledBeforeItWasWritten_AreOnePerLeg()
    {
        var credit = await FundedAsync(100);
        await PostAsync(await ReservedAsync(Money(credit, 60), Spend(Budget("b1"), 60, 60)), 25);
        var rows = (await RowsAsync()).Where(row => row.Kind != TransferKind.Direct).ToList();
        Assert.Equal([0L, 1L], rows.Select(row => row.Leg));
        Assert.All(rows, row => Assert.Equal((TransferPhase.Resolved, TransferKind.Post, 60L, 25L), (row.Phase, row.Kind, row.Reserved, row.Posted)));
    }

    [Fact]
    public async Task Rows_OfAReservationWrittenAhead_AreTwoPerLeg_AndHeldInBetween()
    {
        var credit = await FundedAsync(100);
        var reservation = await ReservedAsync(Money(credit, 60));
        await WriteAhead(reservation).Written;
        Assert.Equal(new LedgerCounters(60, 0, 0, 100), await StoredAsync(credit));
        await AssertSoundAsync(pending: 1);

        await PostAsync(reservation, 25);
        Assert.Equal(
            [(TransferKind.Reserve, 60L, 0L), (TransferKind.Post, 60L, 25L)],
            (await RowsAsync()).Where(row => row.Kind != TransferKind.Direct).Select(row => (row.Kind, row.Reserved, row.Posted)));
        Assert.Equal(new LedgerCounters(0, 25, 0, 100), await StoredAsync(credit));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Rows_OfAVoid_AreOnlyThereWhenTheReservationWasWritten()
    {
        var credit = await FundedAsync(100);
        await VoidAsync(await ReservedAsync(Money(credit, 60)));
        Assert.Single(await RowsAsync()); // The grant.

        var written = await ReservedAsync(Money(credit, 60));
        await WriteAhead(written).Written;
        await VoidAsync(written);
        Assert.Equal([TransferKind.Direct, TransferKind.Reserve, TransferKind.Void], (await RowsAsync()).Select(row => row.Kind));
        Assert.Equal(new LedgerCounters(0, 0, 0, 100), await StoredAsync(credit));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task WriteAhead_OfAReservationResolvedMeanwhile_WritesNothing()
    {
        var reservation = await ReservedAsync(Money(await FundedAsync(100), 60));
        Book.Post(reservation, new NanoUsd(25));
        _ = WriteAhead(reservation);
        await Append(reservation.ApplyResolution).Written;
        Assert.Equal([TransferKind.Direct, TransferKind.Post], (await RowsAsync()).Select(row => row.Kind));
        await AssertSoundAsync();
    }

    private async Task RefusedAsync(int leg, long available, params WantedLeg[] legs)
    {
        var before = await Task.WhenAll(legs.Select(wanted => Book.ReadAsync(wanted.Debit, Cancellation).AsTask()));
        var result = await ReserveAsync(legs);
        Assert.False(result.IsReserved);
        Assert.Equal((leg, available), (result.RefusedLeg, result.Available));
        Assert.Equal(before, await Task.WhenAll(legs.Select(wanted => Book.ReadAsync(wanted.Debit, Cancellation).AsTask())));
    }
}
