namespace Farebox.Server.Billing;

/// <summary>Log lines about money that comes in: ids only, never a voucher's code.</summary>
internal static partial class BillingLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Top-up {TopUpId}: {AmountUsd} USD were granted to {OrganizationId} by key {KeyId}")]
    public static partial void Granted(ILogger logger, string topUpId, string amountUsd, string organizationId, string keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} vouchers of {AmountUsd} USD were made by key {KeyId} as batch {BatchId}")]
    public static partial void VouchersMade(ILogger logger, int count, string amountUsd, string keyId, string batchId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Voucher {VoucherId} was revoked by key {KeyId}")]
    public static partial void VoucherRevoked(ILogger logger, string voucherId, string keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Top-up {TopUpId}: voucher {VoucherId} was redeemed for {OrganizationId} by key {KeyId}")]
    public static partial void VoucherRedeemed(ILogger logger, string topUpId, string voucherId, string organizationId, string keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Top-up {TopUpId}: payment {PaymentId} of {OrganizationId} was confirmed by {Provider}")]
    public static partial void Paid(ILogger logger, string topUpId, string paymentId, string organizationId, string provider);

    [LoggerMessage(Level = LogLevel.Error, Message = "Payment {PaymentId} was confirmed by {Provider} and not credited: {Outcome}")]
    public static partial void NotCredited(ILogger logger, string paymentId, string provider, Payments.ConfirmOutcome outcome);
}
