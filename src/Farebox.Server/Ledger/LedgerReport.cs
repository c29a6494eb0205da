namespace Farebox.Server.Ledger;

/// <summary>What <see cref="LedgerVerification"/> found.</summary>
/// <param name="Transfers">Reservations and direct transfers, not rows.</param>
/// <param name="PendingReservations">Reserved and not resolved: calls under way, or what a dead process left.</param>
/// <param name="FaultCount">How many faults there are.</param>
/// <param name="Faults">The first of them, each in a sentence.</param>
public sealed record LedgerReport(long Accounts, long Transfers, long PendingReservations, long FaultCount, IReadOnlyList<string> Faults)
{
    /// <summary>Whether every promise of the ledger holds.</summary>
    public bool IsSound => FaultCount == 0;
}
