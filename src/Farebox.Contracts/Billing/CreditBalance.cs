namespace Farebox.Contracts.Billing;

/// <summary>An organization's prepaid money. Amounts are decimals in USD, exact to 9 places, as text.</summary>
public sealed record CreditBalance
{
    /// <summary>Always <c>organization.credit_balance</c>.</summary>
    public string Object { get; init; } = "organization.credit_balance";

    public required string OrganizationId { get; init; }

    /// <summary>Always <c>usd</c>.</summary>
    public string Currency { get; init; } = "usd";

    /// <summary>What was added, less what finished calls cost.</summary>
    public required string PostedUsd { get; init; }

    /// <summary>What calls under way may cost at most.</summary>
    public required string ReservedUsd { get; init; }

    /// <summary>What the next call can have: posted less reserved.</summary>
    public required string AvailableUsd { get; init; }
}
