using Farebox.Contracts.Billing;
using Farebox.Kernel.Billing;
using Farebox.Kernel.Money;

namespace Farebox.Server.Billing;

/// <summary>A row of <c>vouchers</c>. Times are Unix milliseconds.</summary>
internal sealed record VoucherRow
{
    public required string Id { get; init; }
    public required string BatchId { get; init; }

    /// <summary>What it is found by.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What may be shown of the code.</summary>
    public required string Masked { get; init; }
    public required long AmountNano { get; init; }
    public string? Note { get; init; }
    public required string CreatedBy { get; init; }
    public required long CreatedAt { get; init; }
    public long? ExpiresAt { get; init; }
    public long? RevokedAt { get; init; }
    public long? RedeemedAt { get; init; }

    /// <summary>Id of an organization.</summary>
    public string? RedeemedBy { get; init; }

    /// <summary>What became of it.</summary>
    public VoucherState StateAt(long nowMs) => VoucherRules.StateOf(RedeemedAt, RevokedAt, ExpiresAt, nowMs);

    /// <summary>As it goes over the wire.</summary>
    /// <param name="code">Only in the answer that made it.</param>
    public Voucher ToContract(long nowMs, string? code = null) => new()
    {
        Id = Id, BatchId = BatchId, RedactedCode = Masked, Code = code, AmountUsd = new NanoUsd(AmountNano).ToString(), Status = Word(StateAt(nowMs)),
        Note = Note, CreatedAt = CreatedAt / 1000, ExpiresAt = ExpiresAt / 1000, RevokedAt = RevokedAt / 1000, RedeemedAt = RedeemedAt / 1000,
        RedeemedBy = RedeemedBy,
    };

    private static string Word(VoucherState state) => state switch
    {
        VoucherState.Active => VoucherStatuses.Active,
        VoucherState.Redeemed => VoucherStatuses.Redeemed,
        VoucherState.Revoked => VoucherStatuses.Revoked,
        _ => VoucherStatuses.Expired,
    };
}
