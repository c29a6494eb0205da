namespace Farebox.Contracts.CallLog;

/// <summary>How a call's charge came to be. Amounts are exact decimals as text.</summary>
public sealed record CallCharge
{
    /// <summary>What was counted and what it costs; empty when nothing was charged.</summary>
    public required IReadOnlyList<CallChargeLine> Lines { get; init; }

    /// <summary>The lines' sum.</summary>
    public required string SumUsd { get; init; }

    /// <summary>Factors on the sum, such as <c>1.2</c>.</summary>
    public required string ModelMultiplier { get; init; }
    public required string OrganizationMultiplier { get; init; }

    /// <summary>The sum times both factors, rounded up once to 9 decimals.</summary>
    public required string FareUsd { get; init; }

    /// <summary>What was taken: the fare, and never more than the quote.</summary>
    public required string ChargeUsd { get; init; }
    public required string PriceVersion { get; init; }
}

/// <summary>A count times its price.</summary>
/// <param name="Component"><c>input</c>, <c>cached_input</c>, <c>output</c>, <c>reasoning</c>, <c>images</c> or <c>request</c>.</param>
/// <param name="PriceUsd">For <paramref name="Per"/> of them.</param>
/// <param name="AmountUsd">Not rounded: up to 15 decimals.</param>
public sealed record CallChargeLine(string Component, long Count, string PriceUsd, long Per, string AmountUsd);
