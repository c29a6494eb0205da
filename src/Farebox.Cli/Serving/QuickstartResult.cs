namespace Farebox.Cli.Serving;

/// <summary>What the quickstart made and saw.</summary>
/// <param name="Key">The API key's secret, when this run made it; else null.</param>
/// <param name="Model">The model that answered.</param>
/// <param name="DurationUs">Of the call, microseconds.</param>
/// <param name="ChargeUsd">What the call cost, a decimal.</param>
/// <param name="AvailableUsd">What is left in the organization's credit balance, a decimal.</param>
internal sealed record QuickstartResult(
    string BaseUrl, string OrganizationId, string ProjectId, string KeyId, string? Key, string TokenId,
    string RequestId, string Model, string Answer, long InputTokens, long OutputTokens, long DurationUs,
    string ChargeUsd, string AvailableUsd, string ProfilePath);
