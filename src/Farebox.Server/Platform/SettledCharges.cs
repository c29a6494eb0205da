using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;

namespace Farebox.Server.Platform;

/// <summary>A call whose reservation was posted.</summary>
/// <param name="Budgets">Those of the call's grant.</param>
/// <param name="Amount">What was charged; zero for a free call.</param>
/// <param name="ReservedAtMs">Unix milliseconds: which periods it counts in.</param>
public readonly record struct SettledCharge(string OrganizationId, IReadOnlyList<Budget> Budgets, NanoUsd Amount, long ReservedAtMs);

/// <summary>Where charges are announced, right after the ledger counted them.</summary>
public sealed class SettledCharges
{
    /// <summary>Runs on the path of the request: a listener neither blocks nor throws, and makes no garbage as a rule.</summary>
    public event Action<SettledCharge>? Settled;

    /// <summary>Announces one charge.</summary>
    public void Announce(in SettledCharge charge) => Settled?.Invoke(charge);
}
