namespace Farebox.Kernel.Ledger;

/// <summary>
/// One side of a transfer: four counters that only <see cref="LedgerRules"/> changes, one thread at a time. What is posted only ever
/// grows, up to 9.2e18 units in the life of the account. Not sealed: the server's accounts know what of them is not on disk yet.
/// </summary>
public class LedgerAccount(string id, LedgerUnit unit, LedgerCounters counters = default)
{
    private LedgerCounters _counters = counters;

    /// <summary>See <see cref="AccountIds"/>.</summary>
    public string Id { get; } = id;

    public LedgerUnit Unit { get; } = unit;

    public LedgerCounters Counters => _counters;

    internal void ReserveDebit(long amount)
    {
        ThrowIfOverflowing(_counters.DebitsPosted, _counters.DebitsPending, amount);
        _counters = _counters with { DebitsPending = _counters.DebitsPending + amount };
    }

    internal void ReserveCredit(long amount)
    {
        ThrowIfOverflowing(_counters.CreditsPosted, _counters.CreditsPending, amount);
        _counters = _counters with { CreditsPending = _counters.CreditsPending + amount };
    }

    internal void ResolveDebit(long reserved, long posted) => _counters = _counters with
    {
        DebitsPending = _counters.DebitsPending - reserved, DebitsPosted = _counters.DebitsPosted + posted,
    };

    internal void ResolveCredit(long reserved, long posted) => _counters = _counters with
    {
        CreditsPending = _counters.CreditsPending - reserved, CreditsPosted = _counters.CreditsPosted + posted,
    };

    // Pending counts as if posted, so that posting never overflows.
    private static void ThrowIfOverflowing(long posted, long pending, long amount) => _ = checked(posted + pending + amount);
}
