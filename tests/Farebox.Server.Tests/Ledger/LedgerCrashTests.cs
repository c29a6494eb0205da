using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Ledger;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Tests.Ledger;

public sealed class LedgerCrashTests : LedgerTest
{
    [Fact]
    public async Task Start_WithPendingReservations_GivesThemBackAsInterrupted()
    {
        var (credit, budget) = (await FundedAsync(1000), Budget("b1"));
        var pending = new List<LedgerReservation>();
        for (var i = 0; i < 3; i++)
        {
            pending.Add(await ReservedAsync(Money(credit, 10), Spend(budget, 10, 100)));
            await WriteAhead(pending[i]).Written;

            // Younger ones that are resolved lie between the newest row and those to be found.
            for (var settled = 0; settled < 20; settled++)
            {
                var reservation = await ReservedAsync(Money(credit, 10));
                if (settled % 2 == 0) await WriteAhead(reservation).Written;
                await PostAsync(reservation, 1);
            }
        }

        await RestartAsync();
        Assert.Equal(pending.Select(reservation => reservation.Id), Interrupted);
        Assert.Equal(new LedgerCounters(0, 60, 0, 1000), await Book.ReadAsync(AccountHandle.Credit("org_1"), Cancellation));
        Assert.Equal(default, await StoredAsync(budget));
        Assert.Equal(6, (await RowsAsync()).Count(row => row is { Kind: TransferKind.Interrupted, Posted: 0, Reserved: 10 }));
        await AssertSoundAsync();

        await RestartAsync();
        Assert.Empty(Interrupted);
        await ReservedAsync(Money(AccountHandle.Credit("org_1"), 940));
    }

    [Fact]
    public async Task Start_AfterACrashBeforeTheSettlementWasWritten_ChargesNothing()
    {
        var credit = await FundedAsync(100);
        var streamed = await ReservedAsync(Money(credit, 60));
        await WriteAhead(streamed).Written;
        var copy = "";
        using var gate = new ManualResetEventSlim();
        var crash = Append(_ =>
        {
            gate.Wait(Cancellation);
            copy = CopyStore();
        });
        var posted = PostAsync(streamed, 60);
        gate.Set();
        await crash.Written;
        await posted;

        await GoOnWithAsync(copy);
        Assert.Equal([streamed.Id], Interrupted);
        Assert.Equal(100, (await Book.ReadAsync(AccountHandle.Credit("org_1"), Cancellation)).Available);
        await AssertSoundAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Batch_ThatFailsAfterAnyOfItsEntries_IsAppliedAgainAndCountsOnce(bool isTheStores)
    {
        // Two reservations written ahead, one of them resolved, one that is not written ahead, one voided before it was written.
        for (var failing = 0; failing < 6; failing++)
        {
            var credit = AccountHandle.Credit($"org_{failing}");
            await GrantAsync(credit, 1000);
            var budget = Budget($"b{failing}");
            var all = new List<LedgerReservation>();
            for (var i = 0; i < 4; i++) all.Add(await ReservedAsync(Money(credit, 100), Spend(budget, 100, 1000)));
            Book.Void(all[3]);
            Action<StoreConnection>[] steps =
                [all[0].ApplyPending, all[1].ApplyPending, all[0].ApplyResolution, all[2].ApplyResolution, all[3].ApplyResolution, _ => { }];

            using var gate = new ManualResetEventSlim();
            var failed = false;
            var at = failing;
            _ = Append(_ => gate.Wait(Cancellation));
            var entries = steps.Select((step, i) => Append(connection =>
            {
                step(connection);
                if (i != at || failed) return;
                failed = true;

                // Resolved between two tries: the first has seen it pending.
                Book.Post(all[1], new NanoUsd(5));
                throw isTheStores ? new SqliteException("The disk is full.", 13) : new InvalidOperationException("A bug.");
            })).ToList();
            Book.Post(all[0], new NanoUsd(7));
            Book.Post(all[2], new NanoUsd(11));
            gate.Set();
            foreach (var entry in entries) await entry.Written;
            Assert.True(failed);
            await Append(all[1].ApplyResolution).Written;

            Assert.Equal(new LedgerCounters(0, 23, 0, 1000), await StoredAsync(credit));
            Assert.Equal(new LedgerCounters(0, 23, 0, 0), await StoredAsync(budget));
            Assert.Equal(await StoredAsync(credit), await Book.ReadAsync(credit, Cancellation));
            await AssertSoundAsync();
        }
    }

    [Fact]
    public async Task Batch_WhoseCommitSucceededButReportedAFailure_CountsOnce()
    {
        var credit = await FundedAsync(1000);
        var (ahead, atOnce) = (await ReservedAsync(Money(credit, 100)), await ReservedAsync(Money(credit, 100)));
        Book.Post(atOnce, new NanoUsd(11));
        var lie = new LyingCommit(() => Book.Post(ahead, new NanoUsd(7)));
        using var gate = new ManualResetEventSlim();
        _ = Append(_ => gate.Wait(Cancellation));
        _ = WriteAhead(ahead);
        _ = Append(atOnce.ApplyResolution);
        var lying = Append(lie.Join);
        gate.Set();
        await lying.Written;
        await Append(ahead.ApplyResolution).Written;

        Assert.True(lie.HasLied);
        Assert.Equal(new LedgerCounters(0, 18, 0, 1000), await StoredAsync(credit));
        await AssertSoundAsync();
    }

    /// <summary>Commits, then says that it could not. It joins last, so the ledger's tally is written by then.</summary>
    private sealed class LyingCommit(Action meanwhile) : BatchTally
    {
        public bool HasLied { get; private set; }

        public void Join(StoreConnection connection) => connection.Join(this);

        protected internal override void BeforeCommit(StoreConnection connection)
        {
            if (HasLied) return;
            HasLied = true;
            connection.Execute("COMMIT");
            meanwhile();
            throw new SqliteException("The disk failed.", 10);
        }

        protected internal override void Committed()
        {
        }

        protected internal override void RolledBack()
        {
        }
    }
}
