using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;
using Farebox.Server.Ledger;

namespace Farebox.Server.Settlement;

/// <summary>What was agreed before the call: by which price, how much at most, and where it is reserved.</summary>
/// <param name="Reservation">Null when there is nothing to reserve: the call is free and no budget counts it.</param>
/// <param name="ReservedAtMs">Unix milliseconds: the periods of its budgets are those of this moment.</param>
/// <param name="Credit">The organization's prepaid money.</param>
public sealed record CallFare(PricedModel Price, NanoUsd Quote, LedgerReservation? Reservation, long ReservedAtMs, AccountHandle Credit);
