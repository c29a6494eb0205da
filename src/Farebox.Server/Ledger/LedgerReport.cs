namespace Farebox.Server.Ledger;

/// <summary>The prepaid money of all organizations together, in nano-USD: wider than one account's numbers.</summary>
/// <param name="Added">By grants, vouchers and payments.</param>
/// <param name="Charged">For calls.</param>
/// <param name="Reserved">For calls that are not settled yet.</param>
public readonly record struct CreditTotals(Int128 Added, Int128 Charged, Int128 Reserved);

/// <summary>What <see cref="LedgerVerification"/> found.</summary>
/// <param name="Transfers">Reservations and direct transfers, not rows.</param>
/// <param name="PendingReservations">Reserved and not resolved: calls under way, or what a dead process left.</param>
/// <param name="FaultCount">How many faults there are.</param>
/// <param name="Faults">The first of them, each in a sentence.</param>
public sealed record LedgerReport(long Accounts, long Transfers, long PendingReservations, long FaultCount, IReadOnlyList<string> Faults)
{
    /// <summary>What the counters of all organizations' prepaid money add up to.</summary>
    public CreditTotals Credit { get; init; }

    /// <summary>Whether every promise of the ledger holds.</summary>
    public bool IsSound => FaultCount == 0;
}
