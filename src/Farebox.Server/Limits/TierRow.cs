using Farebox.Kernel.Limits;

namespace Farebox.Server.Limits;

/// <summary>One row of <c>organization_tiers</c>: what an operator decided about an organization.</summary>
internal sealed record TierRow
{
    public required string OrganizationId { get; init; }

    /// <summary>Null for what was spent to decide.</summary>
    public string? Tier { get; init; }
    public long? Rpm { get; init; }
    public long? Rpd { get; init; }
    public long? Tpm { get; init; }
    public long? Tpd { get; init; }
    public long? Ipm { get; init; }
    public long? Concurrency { get; init; }

    /// <summary>They go before the tier's.</summary>
    public LimitNumbers Numbers => new()
    {
        RequestsPerMinute = Rpm, RequestsPerDay = Rpd, TokensPerMinute = Tpm, TokensPerDay = Tpd, ImagesPerMinute = Ipm, Concurrency = Concurrency,
    };

    public TierRow With(LimitNumbers numbers) => this with
    {
        Rpm = numbers.RequestsPerMinute, Rpd = numbers.RequestsPerDay, Tpm = numbers.TokensPerMinute, Tpd = numbers.TokensPerDay,
        Ipm = numbers.ImagesPerMinute, Concurrency = numbers.Concurrency,
    };
}
