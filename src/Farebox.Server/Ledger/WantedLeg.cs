using Farebox.Kernel.Ledger;

namespace Farebox.Server.Ledger;

/// <summary>One account that a reservation is to debit.</summary>
/// <param name="Debit">An organization's credit, or a budget's period.</param>
/// <param name="Contra">Where it goes.</param>
/// <param name="Amount">At least 1: what costs nothing is left out.</param>
/// <param name="Ceiling">A budget's limit; null for credit, which can never go below zero. See <see cref="Leg"/>.</param>
public readonly record struct WantedLeg(AccountHandle Debit, ContraAccount Contra, long Amount, long? Ceiling);
