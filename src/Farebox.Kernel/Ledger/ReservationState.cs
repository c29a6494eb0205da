namespace Farebox.Kernel.Ledger;

/// <summary>Where a reservation stands. It leaves <see cref="Pending"/> once and for all.</summary>
public enum ReservationState
{
    Pending,
    Posted,
    Voided,
}
