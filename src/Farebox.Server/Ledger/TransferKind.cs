namespace Farebox.Server.Ledger;

/// <summary>What a row of the ledger records. The numbers stand in the store.</summary>
internal enum TransferKind
{
    /// <summary>Phase 0: an amount is held.</summary>
    Reserve = 0,

    /// <summary>Phase 1: some or all of it was taken.</summary>
    Post = 1,

    /// <summary>Phase 1: it was given back.</summary>
    Void = 2,

    /// <summary>Phase 1: it was given back because the process that held it had died.</summary>
    Interrupted = 3,

    /// <summary>Phase 1: moved at once.</summary>
    Direct = 4,
}
