using System.Text.Json.Serialization;

namespace Farebox.Contracts.Billing;

/// <summary>One addition to an organization's credit balance. Never changed or deleted.</summary>
public sealed record TopUp
{
    /// <summary>Always <c>organization.top_up</c>.</summary>
    public string Object { get; init; } = "organization.top_up";
    public required string Id { get; init; }
    public required string OrganizationId { get; init; }

    /// <summary>Of <see cref="TopUpSources"/>.</summary>
    public required string Source { get; init; }

    /// <summary>A decimal in USD, as text.</summary>
    public required string AmountUsd { get; init; }

    /// <summary>The reference that was given with a grant, or the id of the voucher; null when there is none.</summary>
    public string? Reference { get; init; }
    public string? Note { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long CreatedAt { get; init; }
}

/// <summary>Where credit comes from.</summary>
public static class TopUpSources
{
    /// <summary>The operator gave it.</summary>
    public const string Grant = "grant";

    /// <summary>A voucher was redeemed.</summary>
    public const string Voucher = "voucher";

    /// <summary>It was paid for.</summary>
    public const string Payment = "payment";
}

/// <summary>Body of a grant.</summary>
public sealed record CreditGrantRequest
{
    /// <summary>A decimal in USD with up to nine places, as text or as a number.</summary>
    [JsonConverter(typeof(DecimalTextConverter))]
    public string? AmountUsd { get; init; }

    /// <summary>For people, up to 500 characters; the organization sees it.</summary>
    public string? Note { get; init; }

    /// <summary>
    /// The caller's own name for this grant: the same one again for the same organization and amount adds nothing and answers with the
    /// first. Up to 100 characters of printable ASCII.
    /// </summary>
    public string? Reference { get; init; }
}
