using Farebox.Server.Ledger;
using Farebox.Server.Settlement;

namespace Farebox.Server;

/// <summary>What <see cref="StoreVerification"/> found.</summary>
public sealed record StoreReport(LedgerReport Ledger, ChargeReport Charges)
{
    private const int MaxFaults = 100;

    /// <summary>How many faults there are.</summary>
    public long FaultCount => Ledger.FaultCount + Charges.FaultCount;

    /// <summary>The first hundred of them, each in a sentence.</summary>
    public IReadOnlyList<string> Faults => [.. Ledger.Faults.Concat(Charges.Faults).Take(MaxFaults)];

    /// <summary>Whether there are none.</summary>
    public bool IsSound => FaultCount == 0;
}
