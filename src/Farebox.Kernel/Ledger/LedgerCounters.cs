namespace Farebox.Kernel.Ledger;

/// <summary>The counters of an account, none ever negative: what is reserved now, and all that was ever posted, on each side.</summary>
public readonly record struct LedgerCounters(long DebitsPending, long DebitsPosted, long CreditsPending, long CreditsPosted)
{
    /// <summary>What was ever credited and not debited since, reservations aside: an account's balance.</summary>
    public long Posted => CreditsPosted - DebitsPosted;

    /// <summary>What may still be reserved of an account that can never go below zero.</summary>
    public long Available => AvailableUnder(CreditsPosted);

    /// <summary>What may still be reserved below a ceiling; negative when that was lowered below what is spent and reserved.</summary>
    public long AvailableUnder(long ceiling) => ceiling - DebitsPosted - DebitsPending;
}
