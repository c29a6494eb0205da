using System.Data.Common;
using System.Runtime.CompilerServices;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;

namespace Farebox.Server.Ledger;

/// <summary>
/// The accounts of this process, which is the single writer: rules are decided here, in memory, under one lock that is held for
/// nanoseconds; the journal writes down what was decided. An account is read from the store when it is first needed and put away when it
/// is idle.
/// </summary>
public sealed partial class LedgerBook(Database database, FareboxOptions options, TimeProvider clock, ILogger<LedgerBook> logger)
    : IDisposable
{
    private const int FewLegs = 8;

    private readonly Lock _lock = new();
    private readonly AccountTable _accounts = new(options.LedgerMaxAccounts);
    private readonly LedgerTally _tally = new();

    // One reader at a time: what it takes in was read while nobody else could have changed or taken in the account.
    private readonly SemaphoreSlim _reading = new(1);

    private AccountState[] _contras = [];
    private long _underWay;

    /// <summary>Accounts in memory.</summary>
    internal int AccountsInMemory
    {
        get
        {
            lock (_lock) return _accounts.Count;
        }
    }

    /// <summary>Reservations that were neither posted nor voided so far.</summary>
    internal long ReservationsUnderWay
    {
        get
        {
            lock (_lock) return _underWay;
        }
    }

    /// <summary>
    /// Before anything else: gives back what the last process had reserved and not resolved, as <c>interrupted</c>, and opens the contra
    /// accounts.
    /// </summary>
    /// <returns>The calls whose reservations were found, oldest first.</returns>
    public async Task<IReadOnlyList<RequestId>> StartAsync()
    {
        var now = NowMs();
        var orphans = await database.UpkeepAsync(connection => LedgerOrphansStore.Resolve(connection, now));
        foreach (var id in orphans) Interrupted(logger, id);

        var ids = Enum.GetValues<ContraAccount>().Select(contra => (Id: AccountIds.Of(contra), Unit: AccountIds.UnitOf(contra))).ToList();
        var counters = await database.ReadAsync(connection => LedgerStore.ReadCounters(connection, [.. ids.Select(id => id.Id)]));
        lock (_lock)
        {
            _contras = [.. ids.Select(id => new AccountState(id.Id, id.Unit, counters.GetValueOrDefault(id.Id)) { IsPinned = true })];
            foreach (var contra in _contras) _accounts.Add(contra);
        }

        return orphans;
    }

    /// <summary>Reserves every leg or none. Completes at once when the accounts are in memory.</summary>
    /// <param name="id">The call: the same in the store.</param>
    /// <exception cref="ArgumentException">An amount is below 1, or a leg's units differ.</exception>
    /// <exception cref="DbException">An account could not be read.</exception>
    public ValueTask<ReserveResult> ReserveAsync(RequestId id, ReadOnlySpan<WantedLeg> wanted) =>
        TryReserve(id, wanted, out var result) ? new ValueTask<ReserveResult>(result) : new(ReadAndReserveAsync(id, wanted.ToArray()));

    /// <summary>As <see cref="ReserveAsync"/>; false, and nothing is changed, when an account is not in memory.</summary>
    public bool TryReserve(RequestId id, ReadOnlySpan<WantedLeg> wanted, out ReserveResult result)
    {
        var few = default(LegBuffer);
        Span<Leg> legs = wanted.Length <= FewLegs ? few[..wanted.Length] : new Leg[wanted.Length];
        lock (_lock)
        {
            for (var i = 0; i < legs.Length; i++)
            {
                ref readonly var leg = ref wanted[i];
                if (_accounts.Find(leg.Debit) is not { } debit)
                {
                    result = default;
                    return false;
                }

                legs[i] = new Leg(debit, _contras[(int)leg.Contra], leg.Amount, leg.Ceiling);
            }

            var refused = LedgerRules.TryReserve(legs);
            if (refused >= 0)
            {
                var counters = legs[refused].Debit.Counters;
                result = new ReserveResult(refused, Math.Max(0, counters.AvailableUnder(legs[refused].Ceiling ?? counters.CreditsPosted)));
                return true;
            }

            foreach (ref readonly var leg in legs) ((AccountState)leg.Debit).Hold();
            _underWay++;
        }

        result = new ReserveResult(new LedgerReservation(_tally, id, NowMs(), legs));
        return true;
    }

    /// <summary>Takes the charge from every leg that counts money, and all that the others reserved.</summary>
    /// <exception cref="InvalidOperationException">It was posted or voided before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The charge is negative, or more than was reserved.</exception>
    public void Post(LedgerReservation reservation, NanoUsd charge)
    {
        lock (_lock)
        {
            LedgerRules.Post(reservation, charge);
            _underWay--;
        }

        reservation.ResolvedAtMs = NowMs();
    }

    /// <summary>Gives back what was reserved.</summary>
    /// <exception cref="InvalidOperationException">It was posted or voided before.</exception>
    public void Void(LedgerReservation reservation)
    {
        lock (_lock)
        {
            LedgerRules.Void(reservation);
            _underWay--;
        }

        reservation.ResolvedAtMs = NowMs();
    }

    /// <summary>Voids a reservation that no journal entry knows of or ever will.</summary>
    /// <exception cref="InvalidOperationException">It was posted or voided before.</exception>
    public void Drop(LedgerReservation reservation)
    {
        Void(reservation);
        LedgerTally.Release(reservation);
    }

    /// <summary>An account's counters, if it is in memory: they may be ahead of the store.</summary>
    public bool TryRead(AccountHandle account, out LedgerCounters counters)
    {
        lock (_lock)
        {
            var state = _accounts.Find(account);
            counters = state?.Counters ?? default;
            return state is not null;
        }
    }

    /// <summary>An account's counters, all zero before its first transfer.</summary>
    public async ValueTask<LedgerCounters> ReadAsync(AccountHandle account, CancellationToken cancellationToken = default)
    {
        if (TryRead(account, out var counters)) return counters;
        var read = await database.ReadAsync(connection => LedgerStore.ReadCounters(connection, [account.Id]), cancellationToken);
        return read.GetValueOrDefault(account.Id);
    }

    /// <summary>
    /// Runs a management write that credits an account, in one transaction with whatever else it writes. Memory follows once it is durable,
    /// before this completes.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store takes no writes now.</exception>
    public async Task<T> WriteAsync<T>(Actor actor, AccountHandle account, Func<DbConnection, AuditTrail, LedgerCredit, T> write)
    {
        // In memory from before the write until after it: an account that is read in between would count the credit twice.
        var state = (await HoldAsync([account]))[0];
        try
        {
            var (result, credit) = await database.WriteAsync(actor, (connection, trail) =>
            {
                var credit = new LedgerCredit(connection, account, NowMs());
                return (write(connection, trail, credit), credit);
            });
            lock (_lock)
            {
                foreach (var (from, amount) in credit.Moved)
                    LedgerRules.TryTransfer(new Leg(_contras[(int)from], state, amount, Leg.Unlimited));
            }

            return result;
        }
        finally
        {
            state.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<ReserveResult> ReadAndReserveAsync(RequestId id, WantedLeg[] wanted)
    {
        var held = await HoldAsync([.. wanted.Select(leg => leg.Debit)]);
        try
        {
            return TryReserve(id, wanted, out var result)
                ? result
                : throw new InvalidOperationException("An account was put away while it was held.");
        }
        finally
        {
            foreach (var state in held) state.Release();
        }
    }

    /// <summary>Brings accounts into memory and keeps them there until each is released.</summary>
    private async Task<AccountState[]> HoldAsync(AccountHandle[] handles)
    {
        await _reading.WaitAsync();
        var held = new AccountState?[handles.Length];
        try
        {
            // What is there is held first: it must not be put away while the rest is being read.
            lock (_lock) Hold(handles, held);
            var missing = handles.Where((_, i) => held[i] is null).Select(handle => handle.Id).Distinct().ToArray();
            if (missing.Length > 0)
            {
                var read = await database.ReadAsync(connection => LedgerStore.ReadCounters(connection, missing));
                lock (_lock)
                {
                    // What the store does not know was never used. Each is held at once: the next to come in may put it away.
                    foreach (var id in missing)
                    {
                        _accounts.Add(new AccountState(id, handles.First(handle => handle.Id == id).Unit, read.GetValueOrDefault(id)));
                        Hold(handles, held);
                    }
                }
            }

            return held!;
        }
        catch
        {
            foreach (var state in held) state?.Release();
            throw;
        }
        finally
        {
            _reading.Release();
        }
    }

    private void Hold(AccountHandle[] handles, AccountState?[] held)
    {
        for (var i = 0; i < handles.Length; i++)
        {
            if (held[i] is not null || _accounts.Find(handles[i]) is not { } state) continue;
            state.Hold();
            held[i] = state;
        }
    }

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Call {RequestId} had money reserved when the last process ended; it is given back")]
    private static partial void Interrupted(ILogger logger, RequestId requestId);

    [InlineArray(FewLegs)]
    private struct LegBuffer
    {
        private Leg _first;
    }
}
