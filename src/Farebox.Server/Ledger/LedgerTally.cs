using Farebox.Kernel.Ledger;
using Farebox.Server.Storage;

namespace Farebox.Server.Ledger;

/// <summary>
/// Adds up what a batch does to each account, so that the store's counters are written once per batch and account however many
/// transfers there were. Used by the writer's thread alone.
/// </summary>
internal sealed class LedgerTally : BatchTally
{
    private readonly List<AccountState> _touched = [];
    private readonly List<LedgerReservation> _resolved = [];
    private bool _joined;

    /// <summary>Adds a leg's row, which was really inserted.</summary>
    public void Add(StoreConnection connection, in Leg leg, long pending, long posted)
    {
        Join(connection);
        var debit = Touch(leg.Debit);
        var sums = debit.Unwritten;
        debit.Unwritten = sums with { DebitsPending = sums.DebitsPending + pending, DebitsPosted = sums.DebitsPosted + posted };
        var credit = Touch(leg.Credit);
        sums = credit.Unwritten;
        credit.Unwritten = sums with { CreditsPending = sums.CreditsPending + pending, CreditsPosted = sums.CreditsPosted + posted };
    }

    /// <summary>Lets go of the accounts once the batch is durable.</summary>
    public void Resolve(StoreConnection connection, LedgerReservation reservation)
    {
        Join(connection);
        _resolved.Add(reservation);
    }

    /// <inheritdoc/>
    protected internal override void BeforeCommit(StoreConnection connection)
    {
        foreach (var account in _touched)
        {
            if (account.Unwritten != default) LedgerStore.AddToCounters(connection, account.Id, account.Unit, account.Unwritten);
        }
    }

    /// <inheritdoc/>
    protected internal override void Committed()
    {
        // The sums first: an account that nobody holds may be put away and opened anew at once.
        var resolved = _resolved.ToArray();
        RolledBack();
        foreach (var reservation in resolved) Release(reservation);
    }

    /// <inheritdoc/>
    protected internal override void RolledBack()
    {
        foreach (var account in _touched)
        {
            account.Unwritten = default;
            account.IsInBatch = false;
        }

        _touched.Clear();
        _resolved.Clear();
        _joined = false;
    }

    /// <summary>Ends what a reservation holds in memory.</summary>
    public static void Release(LedgerReservation reservation)
    {
        foreach (ref readonly var leg in reservation.Legs) ((AccountState)leg.Debit).Release();
    }

    private void Join(StoreConnection connection)
    {
        if (_joined) return;
        _joined = true;
        connection.Join(this);
    }

    private AccountState Touch(LedgerAccount account)
    {
        var state = (AccountState)account;
        if (state.IsInBatch) return state;
        state.IsInBatch = true;
        _touched.Add(state);
        return state;
    }
}
