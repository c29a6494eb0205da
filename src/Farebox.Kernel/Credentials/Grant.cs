using Farebox.Kernel.CallLog;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Limits;

namespace Farebox.Kernel.Credentials;

/// <summary>What arrived in the header.</summary>
public enum CredentialKind
{
    ApiKey,
    AdminKey,
    AccessToken,
}

/// <summary>The immutable answer to "who is calling and what may they do".</summary>
public sealed record Grant
{
    public required CredentialKind Kind { get; init; }

    /// <summary>The API key or admin key; for an access token, the key it derives from.</summary>
    public required string KeyId { get; init; }

    /// <summary>The secret of that key that was used, or that minted the token: tokens die with it.</summary>
    public required string SecretId { get; init; }

    /// <summary>Null unless <see cref="Kind"/> is <see cref="CredentialKind.AccessToken"/>.</summary>
    public string? TokenId { get; init; }

    /// <summary>0 for keys, 1 for a token minted from a key, at most <see cref="TokenRules.MaxDepth"/>.</summary>
    public int Depth { get; init; }

    /// <summary>Null only for an operator's admin key, which names an organization per call.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Null only for admin keys.</summary>
    public string? ProjectId { get; init; }
    public required string Name { get; init; }
    public required Scopes Scopes { get; init; }
    public required ModelSet Models { get; init; }
    public AddressSet Addresses { get; init; } = AddressSet.Anywhere;

    /// <summary>Unix seconds at which it stops working, or null for never.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>The token's <c>user</c>.</summary>
    public string? User { get; init; }

    /// <summary>
    /// Every budget that a call has to fit, outermost first: the organization's, the project's, the key's, those of the tokens it came
    /// from, its own. A grant lives no longer than a change of one of them.
    /// </summary>
    public IReadOnlyList<Budget> Budgets { get; init; } = [];

    /// <summary>Every plan of limits that a call may have to fit, in the same order, the organization's tier first; with the same life.</summary>
    public IReadOnlyList<LimitPlan> Limits { get; init; } = [];

    /// <summary>What is kept of its calls besides their usage records; null for nothing.</summary>
    public CallLogPolicy? CallLog { get; init; }

    /// <summary>Whether all of these scopes are granted.</summary>
    public bool Has(Scopes scopes) => (Scopes & scopes) == scopes;
}
