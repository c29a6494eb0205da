using Farebox.Kernel.Money;

namespace Farebox.Kernel.Ledger;

/// <summary>
/// The rules of double-entry money. They decide and count and do nothing else; the caller sees to it that one thread at a time works on an
/// account. Whatever throws has changed nothing.
/// </summary>
public static class LedgerRules
{
    /// <summary>Reserves all legs or none. Several legs may touch one account: each counts what those before it took.</summary>
    /// <returns>The index of the first leg whose ceiling refuses it, or -1 when all are reserved.</returns>
    /// <exception cref="ArgumentException">An amount is below 1, or a leg joins accounts of different units.</exception>
    /// <exception cref="OverflowException">An account has come to the end of its counters.</exception>
    public static int TryReserve(ReadOnlySpan<Leg> legs)
    {
        foreach (ref readonly var leg in legs) ThrowIfUnsound(leg);
        var taken = 0;
        try
        {
            for (; taken < legs.Length; taken++)
            {
                if (legs[taken].Amount > legs[taken].Available) break;
                Reserve(legs[taken]);
            }
        }
        catch (OverflowException)
        {
            Release(legs[..taken]);
            throw;
        }

        if (taken == legs.Length) return -1;
        Release(legs[..taken]);
        return taken;
    }

    /// <summary>Posts the charge to every leg that counts money and all of what was reserved to the others.</summary>
    /// <exception cref="InvalidOperationException">The reservation was posted or voided before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The charge is negative, or more than a leg reserved.</exception>
    public static void Post(Reservation reservation, NanoUsd charge)
    {
        ThrowIfResolved(reservation);
        ArgumentOutOfRangeException.ThrowIfNegative(charge.Value, nameof(charge));
        foreach (ref readonly var leg in reservation.Legs)
        {
            if (leg.Debit.Unit == LedgerUnit.NanoUsd)
                ArgumentOutOfRangeException.ThrowIfGreaterThan(charge.Value, leg.Amount, nameof(charge));
        }

        Resolve(reservation, ReservationState.Posted, charge);
    }

    /// <summary>Gives back all that was reserved.</summary>
    /// <exception cref="InvalidOperationException">The reservation was posted or voided before.</exception>
    public static void Void(Reservation reservation)
    {
        ThrowIfResolved(reservation);
        Resolve(reservation, ReservationState.Voided, NanoUsd.Zero);
    }

    /// <summary>Moves an amount at once, under the same rules as a reservation.</summary>
    /// <returns>Whether the ceiling allowed it.</returns>
    /// <exception cref="ArgumentException">The amount is below 1, or the accounts are of different units.</exception>
    /// <exception cref="OverflowException">An account has come to the end of its counters.</exception>
    public static bool TryTransfer(in Leg leg)
    {
        if (TryReserve([leg]) >= 0) return false;
        leg.Debit.ResolveDebit(leg.Amount, leg.Amount);
        leg.Credit.ResolveCredit(leg.Amount, leg.Amount);
        return true;
    }

    private static void Reserve(in Leg leg)
    {
        leg.Debit.ReserveDebit(leg.Amount);
        try
        {
            leg.Credit.ReserveCredit(leg.Amount);
        }
        catch (OverflowException)
        {
            leg.Debit.ResolveDebit(leg.Amount, posted: 0);
            throw;
        }
    }

    private static void Release(ReadOnlySpan<Leg> legs)
    {
        foreach (ref readonly var leg in legs)
        {
            leg.Debit.ResolveDebit(leg.Amount, posted: 0);
            leg.Credit.ResolveCredit(leg.Amount, posted: 0);
        }
    }

    private static void Resolve(Reservation reservation, ReservationState state, NanoUsd charge)
    {
        reservation.Resolve(state, charge);
        foreach (ref readonly var leg in reservation.Legs)
        {
            var posted = reservation.PostedOf(leg);
            leg.Debit.ResolveDebit(leg.Amount, posted);
            leg.Credit.ResolveCredit(leg.Amount, posted);
        }
    }

    private static void ThrowIfUnsound(in Leg leg)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(leg.Amount, 1, nameof(leg));
        if (leg.Debit.Unit != leg.Credit.Unit)
            throw new ArgumentException($"A transfer from {leg.Debit.Id} to {leg.Credit.Id} turns one unit into another.", nameof(leg));
    }

    private static void ThrowIfResolved(Reservation reservation)
    {
        if (reservation.State != ReservationState.Pending)
            throw new InvalidOperationException($"The reservation is {reservation.State} already.");
    }
}
