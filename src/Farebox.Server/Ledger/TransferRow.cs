namespace Farebox.Server.Ledger;

/// <summary>Half of a transfer's key. The numbers stand in the store.</summary>
internal enum TransferPhase
{
    Reserved = 0,
    Resolved = 1,
}

/// <summary>A row of <c>ledger_transfers</c>.</summary>
/// <param name="Reserved">What was held; of a direct transfer, what was moved.</param>
/// <param name="Posted">What was moved in the end.</param>
internal readonly record struct TransferRow(
    UInt128 Id,
    TransferPhase Phase,
    long Leg,
    TransferKind Kind,
    string DebitAccount,
    string CreditAccount,
    long Reserved,
    long Posted,
    long CreatedAtMs);
