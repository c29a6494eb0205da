using Farebox.Kernel.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Ledger;

/// <summary>
/// A reservation and what of it is in the store. Whoever got it from <see cref="LedgerBook.ReserveAsync"/> posts or voids it, and then
/// has one journal entry call <see cref="ApplyResolution"/>; until that is durable its accounts stay in memory.
/// </summary>
public sealed class LedgerReservation : Reservation
{
    private readonly LedgerTally _tally;

    // Used by the writer's thread alone.
    private bool _isPendingWritten;

    internal LedgerReservation(LedgerTally tally, RequestId id, long createdAtMs, ReadOnlySpan<Leg> reserved)
        : base(reserved)
    {
        _tally = tally;
        Id = id;
        CreatedAtMs = createdAtMs;
    }

    /// <summary>The id of the call.</summary>
    public RequestId Id { get; }

    internal long CreatedAtMs { get; }

    internal long ResolvedAtMs { get; set; }

    /// <summary>
    /// Writes the reservation ahead, for calls whose client sees bytes before they are settled. For the <see cref="JournalEntry.Apply"/> of
    /// an entry that is queued before the one with the resolution. Does nothing when the reservation is resolved by now.
    /// </summary>
    public void ApplyPending(StoreConnection connection)
    {
        // Once tried it is tried again, resolved or not: a commit that reported a failure may have been one after all, and the
        // resolution has to know whether there is something to resolve.
        if (State != ReservationState.Pending && !_isPendingWritten) return;
        _isPendingWritten = true;
        var legs = Legs;
        for (var i = 0; i < legs.Length; i++)
        {
            ref readonly var leg = ref legs[i];
            if (LedgerStore.Insert(connection, Row(leg, i, TransferPhase.Reserved, TransferKind.Reserve, CreatedAtMs)))
                _tally.Add(connection, leg, leg.Amount, 0);
        }
    }

    /// <summary>
    /// Writes what became of the reservation: how it was resolved, or all of it in one row per leg when it was not written ahead. One that
    /// was voided before it was written leaves no row. For the <see cref="JournalEntry.Apply"/> of the entry that settles the call.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is neither posted nor voided: a bug.</exception>
    public void ApplyResolution(StoreConnection connection)
    {
        if (State == ReservationState.Pending) throw new InvalidOperationException($"{Id} was neither posted nor voided.");
        _tally.Resolve(connection, this);
        if (State == ReservationState.Voided && !_isPendingWritten) return;
        var kind = State == ReservationState.Posted ? TransferKind.Post : TransferKind.Void;
        var legs = Legs;
        for (var i = 0; i < legs.Length; i++)
        {
            ref readonly var leg = ref legs[i];
            var row = Row(leg, i, TransferPhase.Resolved, kind, ResolvedAtMs) with { Posted = PostedOf(leg) };
            if (LedgerStore.Insert(connection, row)) _tally.Add(connection, leg, _isPendingWritten ? -leg.Amount : 0, row.Posted);
        }
    }

    private TransferRow Row(in Leg leg, int index, TransferPhase phase, TransferKind kind, long createdAtMs) =>
        new(Id.Value, phase, index, kind, leg.Debit.Id, leg.Credit.Id, leg.Amount, 0, createdAtMs);
}
