using Farebox.Contracts.Budgets;
using Farebox.Contracts.Limits;

namespace Farebox.Contracts.Keys;

/// <summary>What a credential learns about itself from <c>GET /v1/key</c>.</summary>
public sealed record KeyInfo
{
    /// <summary>Always <c>key</c>.</summary>
    public string Object { get; init; } = "key";

    /// <summary><c>api_key</c>, <c>admin_key</c> or <c>access_token</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Id of the API key or admin key; for an access token, of the key it derives from.</summary>
    public required string KeyId { get; init; }

    /// <summary>Id of the access token, else null.</summary>
    public string? TokenId { get; init; }
    public required string RedactedValue { get; init; }
    public string? Name { get; init; }

    /// <summary>Null for an operator's key that named no organization.</summary>
    public string? OrganizationId { get; init; }
    public string? ProjectId { get; init; }
    public required IReadOnlyList<string> Scopes { get; init; }
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Addresses and CIDR ranges from which it works; empty means everywhere.</summary>
    public required IReadOnlyList<string> AllowedIps { get; init; }
    public long? ExpiresAt { get; init; }

    /// <summary>Every budget that its calls have to fit, outermost first; the organization's only with <c>billing.read</c>.</summary>
    public IReadOnlyList<BudgetStatus> Budgets { get; init; } = [];

    /// <summary>Every limit that its calls have to keep below, outermost first, and what is left of each.</summary>
    public IReadOnlyList<LimitStatus> Limits { get; init; } = [];

    /// <summary>The organization's credit in USD, as an exact decimal; null without <c>billing.read</c>.</summary>
    public string? CreditBalanceUsd { get; init; }
}
