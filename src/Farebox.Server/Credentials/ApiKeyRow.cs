using Farebox.Contracts.Keys;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>One row of <c>api_keys</c>, and what its secrets' rows say of it. Times are Unix milliseconds.</summary>
internal sealed record ApiKeyRow
{
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public string? OrganizationId { get; init; }
    public string? ProjectId { get; init; }
    public required string Name { get; init; }
    public required string Permissions { get; init; }

    /// <summary>Written down for restricted keys only.</summary>
    public required string Scopes { get; init; }
    public required string Models { get; init; }
    public required long CreatedAt { get; init; }
    public long? ExpiresAt { get; init; }
    public long? DisabledAt { get; init; }
    public long? RevokedAt { get; init; }
    public long? LastUsedAt { get; init; }

    /// <summary>The newest secret's mask.</summary>
    public required string Masked { get; init; }

    /// <summary>When the older secret ends or ended, if there is one.</summary>
    public long? PreviousEndsAt { get; init; }

    /// <summary>What it may do.</summary>
    public Scopes Granted => StoredText.Granted(StoredText.Kind(Kind), Permissions, Scopes);

    /// <summary>As it goes out.</summary>
    /// <param name="value">The secret itself, in the one answer that shows it.</param>
    public ApiKey ToContract(long nowMs, string? value = null) => new()
    {
        Object = ProjectId is null ? "organization.admin_api_key" : "organization.project.api_key",
        Id = Id,
        Name = Name,
        RedactedValue = Masked,
        Value = value,
        Status = new KeyState(ExpiresAt, DisabledAt, RevokedAt, null).At(nowMs).ToString().ToLowerInvariant(),
        OrganizationId = OrganizationId,
        ProjectId = ProjectId,
        Permissions = Permissions,
        Scopes = ScopeText.Names(Granted),
        Models = StoredText.Models(Models).Entries,
        CreatedAt = CreatedAt / 1000,
        ExpiresAt = ExpiresAt / 1000,
        LastUsedAt = LastUsedAt / 1000,
        DisabledAt = DisabledAt / 1000,
        RevokedAt = RevokedAt / 1000,
        PreviousSecretExpiresAt = PreviousEndsAt > nowMs ? PreviousEndsAt / 1000 : null,
    };
}
