using Farebox.Kernel.CallLog;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Limits;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>Everything that a grant is made of, in one row. Times are Unix milliseconds.</summary>
internal sealed record CredentialRow
{
    public required string KeyId { get; init; }
    public required string Kind { get; init; }
    public string? OrganizationId { get; init; }
    public string? ProjectId { get; init; }
    public required string Name { get; init; }
    public required string Permissions { get; init; }
    public required string Scopes { get; init; }
    public required string Models { get; init; }
    public long? ExpiresAt { get; init; }
    public long? DisabledAt { get; init; }
    public long? RevokedAt { get; init; }

    /// <summary>When its project or organization was archived.</summary>
    public long? OwnerArchivedAt { get; init; }

    /// <summary>Null when a later rotation has dropped the secret that minted this token.</summary>
    public string? SecretId { get; init; }
    public long? SecretExpiresAt { get; init; }

    /// <summary>The rest is null unless it is an access token's row.</summary>
    public string? TokenId { get; init; }
    public long TokenDepth { get; init; }
    public string? TokenScopes { get; init; }
    public string? TokenModels { get; init; }
    public string? TokenAllowedIps { get; init; }
    public string? TokenLabel { get; init; }
    public string? TokenUserName { get; init; }
    public long? TokenExpiresAt { get; init; }
    public long? TokenRevokedAt { get; init; }

    /// <summary>See <see cref="Grant.Budgets"/>; from rows of their own.</summary>
    public IReadOnlyList<Budget> Budgets { get; init; } = [];

    /// <summary>See <see cref="Grant.Limits"/>; from rows of their own.</summary>
    public IReadOnlyList<LimitPlan> Limits { get; init; } = [];

    /// <summary>See <see cref="Grant.CallLog"/>; from rows of their own.</summary>
    public CallLogPolicy? CallLog { get; init; }

    /// <summary>When the key, or the secret of it that counts here, ends; null for never.</summary>
    public long? KeyEndsMs => SecretExpiresAt is { } secretEnds ? Math.Min(secretEnds, ExpiresAt ?? long.MaxValue) : ExpiresAt;

    /// <summary>Why it does not work, whatever the time; expiry is looked at again on each use.</summary>
    public CredentialRefusal Refusal() => (TokenId, new KeyState(null, DisabledAt, RevokedAt, OwnerArchivedAt).At(0)) switch
    {
        (not null, var status) => status == KeyStatus.Active && SecretId is not null && TokenRevokedAt is null
            ? CredentialRefusal.None : CredentialRefusal.TokenRevoked,
        (null, KeyStatus.Revoked) => CredentialRefusal.KeyRevoked,
        (null, KeyStatus.OwnerArchived) => CredentialRefusal.OwnerArchived,
        (null, KeyStatus.Disabled) => CredentialRefusal.KeyDisabled,
        _ => CredentialRefusal.None,
    };

    /// <summary>Whether the key works at a moment.</summary>
    public KeyStatus StatusAt(long nowMs) => new KeyState(ExpiresAt, DisabledAt, RevokedAt, OwnerArchivedAt).At(nowMs);

    /// <summary>What it may do. A token never does more than its key may now: a key that was narrowed narrows its tokens.</summary>
    public Grant ToGrant()
    {
        var kind = StoredText.Kind(Kind);
        var scopes = StoredText.Granted(kind, Permissions, Scopes);
        var models = StoredText.Models(Models);
        var key = new Grant
        {
            Kind = kind == KeyKind.Project ? CredentialKind.ApiKey : CredentialKind.AdminKey,
            KeyId = KeyId,
            SecretId = SecretId!,
            OrganizationId = OrganizationId,
            ProjectId = ProjectId,
            Name = Name,
            Scopes = scopes,
            Models = models,
            ExpiresAt = KeyEndsMs / 1000,
            Budgets = Budgets,
            Limits = Limits,
            CallLog = CallLog,
        };
        return TokenId is null ? key : key with
        {
            Kind = CredentialKind.AccessToken,
            TokenId = TokenId,
            Depth = (int)TokenDepth,
            Name = TokenLabel ?? Name,
            Scopes = scopes & ScopeText.Parse(TokenScopes!).Scopes,
            Models = StoredText.Models(TokenModels!).Intersect(models),
            Addresses = StoredText.Addresses(TokenAllowedIps!),
            ExpiresAt = Math.Min(TokenExpiresAt!.Value, KeyEndsMs ?? long.MaxValue) / 1000,
            User = TokenUserName,
        };
    }
}
