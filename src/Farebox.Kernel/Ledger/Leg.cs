namespace Farebox.Kernel.Ledger;

/// <summary>One movement of a reservation or a transfer.</summary>
/// <param name="Amount">At least 1: what moves nothing is left out.</param>
/// <param name="Ceiling">
/// What all debits of the debit account, pending ones included, must not exceed: a budget's limit; null for what was credited to the
/// account, so that it never goes below zero; <see cref="Unlimited"/> for accounts that stand for the world outside.
/// </param>
public readonly record struct Leg(LedgerAccount Debit, LedgerAccount Credit, long Amount, long? Ceiling)
{
    public const long Unlimited = long.MaxValue;

    /// <summary>What the debit account still allows.</summary>
    internal long Available => Debit.Counters.AvailableUnder(Ceiling ?? Debit.Counters.CreditsPosted);
}
