namespace Farebox.Server.Settlement;

/// <summary>What <see cref="ChargeVerification"/> found.</summary>
/// <param name="Charges">Charges in the ledger.</param>
/// <param name="FaultCount">How many faults there are.</param>
/// <param name="Faults">The first of them, each in a sentence.</param>
public sealed record ChargeReport(long Charges, long FaultCount, IReadOnlyList<string> Faults);
