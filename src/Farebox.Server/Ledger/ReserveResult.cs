using System.Diagnostics.CodeAnalysis;

namespace Farebox.Server.Ledger;

/// <summary>A reservation, or which leg refused it.</summary>
public readonly record struct ReserveResult
{
    internal ReserveResult(LedgerReservation reservation)
    {
        Reservation = reservation;
        RefusedLeg = -1;
    }

    internal ReserveResult(int refusedLeg, long available)
    {
        RefusedLeg = refusedLeg;
        Available = available;
    }

    /// <summary>Null when it was refused.</summary>
    public LedgerReservation? Reservation { get; }

    /// <summary>Index of the first leg that refuses, or -1.</summary>
    public int RefusedLeg { get; }

    /// <summary>What the leg that refused would still allow, in its unit; never negative.</summary>
    public long Available { get; }

    [MemberNotNullWhen(true, nameof(Reservation))]
    public bool IsReserved => Reservation is not null;
}
