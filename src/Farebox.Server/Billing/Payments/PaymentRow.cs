namespace Farebox.Server.Billing.Payments;

/// <summary>A row of <c>payments</c>. Times are Unix milliseconds.</summary>
internal sealed record PaymentRow
{
    public required string Id { get; init; }
    public required string OrganizationId { get; init; }
    public required string Provider { get; init; }

    /// <summary>The provider's own id of the payment, once it is confirmed.</summary>
    public string? ProviderId { get; init; }
    public required long AmountNano { get; init; }
    public required long CreatedAt { get; init; }
    public long? ConfirmedAt { get; init; }
}
