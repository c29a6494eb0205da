using Farebox.Kernel.Ledger;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Testing;
using SQLitePCL;

namespace Farebox.Server.Tests.Ledger;

/// <summary>
/// Random work on the real store from a printed seed, which dies at a random instruction of SQLite's, inside any statement or commit: the
/// store is copied as it is on the disk, and the next round goes on with the copy. Some instructions fail first, as on a full disk.
/// </summary>
public sealed class LedgerCrashPropertyTests : LedgerTest
{
    private const int Rounds = 60;
    private const int CallsPerRound = 60;

    private readonly Dictionary<UInt128, long> _charged = [];
    private readonly HashSet<RequestId> _givenBack = [];
    private long _grantedAtLeast;
    private long _grantedAtMost;
    private int _crashesInside;

    [Fact]
    public async Task Ledger_CrashedAtRandomInstructions_LosesNothingThatWasSaid()
    {
        MaxAccounts = 12; // Fewer than there are: accounts come and go.
        await RestartAsync();
        var seed = PropertySeed.Take();
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            try
            {
                await RoundAsync(random);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}, round {round}", e);
            }
        }

        Assert.True(_crashesInside > Rounds / 3 && _charged.Count > Rounds, $"seed {seed}: {_crashesInside} crashes, {_charged.Count} charges");
    }

    private async Task RoundAsync(Random random)
    {
        var crash = new Crash(random.Next(1, 4_000), random.Next(10) == 0 ? random.Next(1, 3_000) : 0, CopyStore);
        var said = new List<(Task Durable, LedgerReservation? Reservation, long Grant)>();
        crash.Snapshot = () =>
        {
            lock (said) return [.. said.Where(one => one.Durable.IsCompletedSuccessfully)];
        };
        await Append(connection => crash.Attach(connection.Connection.Handle!)).Written;
        var open = new List<LedgerReservation>();
        for (var call = 0; call < CallsPerRound; call++)
        {
            await StepAsync(random, open, said);
            if (random.Next(8) == 0) await Task.WhenAny(Task.WhenAll(said.Select(one => one.Durable)), crash.Happened);
        }

        await Task.WhenAll(said.Select(one => one.Durable));
        await Append(connection => Crash.Detach(connection.Connection.Handle!)).Written;
        _crashesInside += crash.Happened.IsCompleted ? 1 : 0;
        var (copy, survived) = crash.Happened.IsCompleted ? await crash.Happened : (CopyStore(), said);
        await GoOnWithAsync(copy);
        foreach (var one in survived.Where(one => one.Reservation is { State: ReservationState.Posted }))
            _charged[one.Reservation!.Id.Value] = one.Reservation.Charge.Value;
        foreach (var one in survived.Where(one => one.Reservation is { State: ReservationState.Voided })) _givenBack.Add(one.Reservation!.Id);
        _grantedAtLeast += survived.Where(one => one.Durable is Task<bool> { Result: true }).Sum(one => one.Grant);
        _grantedAtMost += said.Where(one => one.Durable is Task<bool> { Result: true }).Sum(one => one.Grant);
        await CheckAsync();
    }

    private async Task StepAsync(Random random, List<LedgerReservation> open, List<(Task, LedgerReservation?, long)> said)
    {
        var organization = AccountHandle.Credit($"org_{random.Next(6)}");
        if (random.Next(6) == 0)
        {
            var amount = random.Next(1, 100);
            Add(GrantOrFailAsync(organization, amount), null, amount);
            return;
        }

        if (open.Count > 0 && random.Next(2) == 0)
        {
            var at = random.Next(open.Count);
            var reservation = open[at];
            open.RemoveAt(at);
            var isPosted = random.Next(4) > 0;
            Add(isPosted ? PostAsync(reservation, random.NextInt64(reservation.Legs[0].Amount + 1)) : VoidAsync(reservation), reservation, 0);
            return;
        }

        var fare = random.Next(1, 40);
        WantedLeg[] legs = [Money(organization, fare), Spend(Budget($"b{random.Next(8)}"), fare, random.Next(2000)), Request(Budget($"r{random.Next(4)}", LedgerUnit.Requests), 500)];
        var result = await ReserveAsync(legs[..random.Next(1, 4)]);
        if (!result.IsReserved) return;
        open.Add(result.Reservation);
        if (random.Next(2) == 0) _ = WriteAhead(result.Reservation);

        // Read by the writer's thread at the moment of the crash.
        void Add(Task durable, LedgerReservation? reservation, long grant)
        {
            lock (said) said.Add((durable, reservation, grant));
        }
    }

    // A failing store fails a management write rather than holding it; then nothing was granted.
    private async Task<bool> GrantOrFailAsync(AccountHandle account, long amount)
    {
        try
        {
            return await GrantAsync(account, amount);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private async Task CheckAsync()
    {
        await AssertSoundAsync();
        var rows = (await RowsAsync()).Where(row => row is { Phase: TransferPhase.Resolved }).ToLookup(row => row.Id);
        foreach (var (id, charge) in _charged)
        {
            var posted = rows[id].ToList();
            Assert.True(posted.Count > 0, "A charge that was durable is gone.");
            Assert.All(posted, row => Assert.Equal(TransferKind.Post, row.Kind));
            Assert.Equal(charge, posted[0].Posted);
        }

        foreach (var id in _givenBack) Assert.All(rows[id.Value], row => Assert.Equal(TransferKind.Void, row.Kind));
        var granted = rows.SelectMany(row => row).Where(row => row.Kind == TransferKind.Direct).Sum(row => row.Posted);
        Assert.InRange(granted, _grantedAtLeast, _grantedAtMost);
        for (var i = 0; i < 6; i++)
        {
            var account = AccountHandle.Credit($"org_{i}");
            Assert.Equal(await StoredAsync(account), await Book.ReadAsync(account, Cancellation));
        }
    }

    /// <summary>Counts SQLite's instructions on the writer's connection.</summary>
    private sealed class Crash(int at, int failsAt, Func<string> copy)
    {
        private readonly TaskCompletionSource<(string, List<(Task, LedgerReservation?, long)>)> _happened =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _instructions;

        public Func<List<(Task Durable, LedgerReservation? Reservation, long Grant)>> Snapshot { get; set; } = () => [];

        public Task<(string Copy, List<(Task Durable, LedgerReservation? Reservation, long Grant)> Said)> Happened => _happened.Task;

        public void Attach(sqlite3 connection) => raw.sqlite3_progress_handler(connection, 1, Next, null);

        public static void Detach(sqlite3 connection) => raw.sqlite3_progress_handler(connection, 0, null, null);

        // What it returns other than 0 ends the statement with SQLITE_INTERRUPT.
        private int Next(object _)
        {
            var instruction = ++_instructions;
            if (instruction == at)
            {
                var said = Snapshot();
                _happened.SetResult((copy(), said));
            }

            return instruction == failsAt ? 1 : 0;
        }
    }
}
