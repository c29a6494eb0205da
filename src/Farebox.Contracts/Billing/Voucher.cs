using System.Text.Json.Serialization;

namespace Farebox.Contracts.Billing;

/// <summary>A voucher: whoever redeems its code first adds its amount to an organization's credit balance.</summary>
public sealed record Voucher
{
    /// <summary>Always <c>voucher</c>.</summary>
    public string Object { get; init; } = "voucher";
    public required string Id { get; init; }

    /// <summary>Those made by one call have the same.</summary>
    public required string BatchId { get; init; }

    /// <summary>The code, masked.</summary>
    public required string RedactedCode { get; init; }

    /// <summary>The code itself: only in the answer that made it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>A decimal in USD, as text.</summary>
    public required string AmountUsd { get; init; }

    /// <summary>Of <see cref="VoucherStatuses"/>.</summary>
    public required string Status { get; init; }
    public string? Note { get; init; }

    /// <summary>Unix seconds, as all times here.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Null for never.</summary>
    public long? ExpiresAt { get; init; }
    public long? RevokedAt { get; init; }
    public long? RedeemedAt { get; init; }

    /// <summary>Id of the organization that redeemed it.</summary>
    public string? RedeemedBy { get; init; }
}

/// <summary>What became of a voucher.</summary>
public static class VoucherStatuses
{
    public const string Active = "active";
    public const string Redeemed = "redeemed";
    public const string Revoked = "revoked";
    public const string Expired = "expired";
}

/// <summary>Vouchers that were made together, with their codes: the one time that those can be read.</summary>
/// <param name="Object">Always <c>voucher.batch</c>.</param>
public sealed record VoucherBatch(string Object, string Id, IReadOnlyList<Voucher> Data);

/// <summary>Body of new vouchers.</summary>
public sealed record VouchersRequest
{
    /// <summary>How many: 1 to 1000, 1 when absent.</summary>
    public int? Count { get; init; }

    /// <summary>Of each, a decimal in USD with up to nine places, as text or as a number.</summary>
    [JsonConverter(typeof(DecimalTextConverter))]
    public string? AmountUsd { get; init; }

    /// <summary>Unix seconds to come; never when absent. This or <see cref="ExpiresIn"/>.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>Seconds from now.</summary>
    public long? ExpiresIn { get; init; }

    /// <summary>For people, up to 500 characters; whoever redeems one sees it.</summary>
    public string? Note { get; init; }
}

/// <summary>Body of a redemption.</summary>
/// <param name="Code">As it was made, or as somebody typed it: case, hyphens and blanks do not matter.</param>
public sealed record RedeemRequest(string? Code = null);
