namespace Farebox.Kernel.Billing;

/// <summary>What became of a voucher. Only an active one can be redeemed.</summary>
public enum VoucherState
{
    Active,
    Redeemed,
    Revoked,
    Expired,
}
