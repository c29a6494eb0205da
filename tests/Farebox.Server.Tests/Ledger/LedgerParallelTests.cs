using Farebox.Kernel.Ledger;
using Farebox.Server.Ledger;

namespace Farebox.Server.Tests.Ledger;

public sealed class LedgerParallelTests : LedgerTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reserve_TwoHundredAtOnceOnABalanceForThirtySeven_ExactlyThirtySevenSucceed(bool inMemory)
    {
        const long fare = 1_000_000;
        await FundedAsync(37 * fare);
        if (!inMemory) await RestartAsync();
        var credit = AccountHandle.Credit("org_1");
        var results = await AtOnceAsync(200, _ => [Money(credit, fare)]);

        Assert.Equal(37, results.Count(result => result.IsReserved));
        Assert.All(results.Where(result => !result.IsReserved), result => Assert.Equal((0, 0L), (result.RefusedLeg, result.Available)));
        await Task.WhenAll(results.Where(result => result.IsReserved).Select(result => PostAsync(result.Reservation!, fare)));
        Assert.Equal(new LedgerCounters(0, 37 * fare, 0, 37 * fare), await StoredAsync(credit));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Reserve_TwentySiblingsUnderOneBudget_ShareItExactly()
    {
        var (credit, shared) = (await FundedAsync(1000), Budget("key"));
        var siblings = Enumerable.Range(0, 20).Select(i => Budget($"token_{i}", LedgerUnit.Requests)).ToArray();
        var results = await AtOnceAsync(200, i => [Money(credit, 1), Spend(shared, 1, 37), Request(siblings[i % 20], 5)]);

        Assert.Equal(37, results.Count(result => result.IsReserved));
        Assert.Equal(963, (await Book.ReadAsync(credit, Cancellation)).Available);
        var spent = await Task.WhenAll(siblings.Select(sibling => Book.ReadAsync(sibling, Cancellation).AsTask()));
        Assert.Equal(37, spent.Sum(counters => counters.DebitsPending));
        Assert.All(spent, counters => Assert.InRange(counters.DebitsPending, 0, 5));
    }

    [Fact]
    public async Task Resolve_OneReservationFromManyThreads_HappensOnce()
    {
        var credit = await FundedAsync(1000);
        for (var round = 0; round < 50; round++)
        {
            var reservation = await ReservedAsync(Money(credit, 10));
            var resolved = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(
                () =>
                {
                    try
                    {
                        if (i % 2 == 0) Book.Post(reservation, new Kernel.Money.NanoUsd(1));
                        else Book.Void(reservation);
                        return 1;
                    }
                    catch (InvalidOperationException)
                    {
                        return 0;
                    }
                },
                Cancellation)));
            Assert.Equal(1, resolved.Sum());
            await Append(reservation.ApplyResolution).Written;
        }

        Assert.Equal(await StoredAsync(credit), await Book.ReadAsync(credit, Cancellation));
        await AssertSoundAsync();
    }

    private async Task<ReserveResult[]> AtOnceAsync(int count, Func<int, WantedLeg[]> legs)
    {
        using var start = new Barrier(8);
        var lanes = Enumerable.Range(0, 8).Select(lane => Task.Factory.StartNew(
            async () =>
            {
                start.SignalAndWait(Cancellation);
                var results = new List<ReserveResult>();
                for (var i = lane; i < count; i += 8) results.Add(await ReserveAsync(legs(i)));
                return results;
            },
            Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap());
        return [.. (await Task.WhenAll(lanes)).SelectMany(results => results)];
    }
}
