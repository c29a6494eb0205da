using System.Text.Json.Serialization;

namespace Farebox.Contracts.Keys;

/// <summary>A project API key or an admin key, in OpenAI's shape with Farebox's members added. Never holds a readable secret but once.</summary>
public sealed record ApiKey
{
    /// <summary><c>organization.project.api_key</c> or <c>organization.admin_api_key</c>.</summary>
    public required string Object { get; init; }
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>The newest secret, masked: its prefix and its last four characters.</summary>
    public required string RedactedValue { get; init; }

    /// <summary>The secret itself: only in the answer that created or rotated it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Value { get; init; }

    /// <summary><c>active</c>, <c>disabled</c>, <c>expired</c> or <c>revoked</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Null for an operator's admin key.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Null for an admin key.</summary>
    public string? ProjectId { get; init; }

    /// <summary><see cref="Farebox.Contracts.Permissions"/>: all, restricted or read_only.</summary>
    public required string Permissions { get; init; }

    /// <summary>The scopes that follow from the permissions, each by name.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Allowed models: exact names, a prefix with <c>*</c> behind it, or <c>*</c> alone for all.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Unix seconds, as all times here.</summary>
    public required long CreatedAt { get; init; }
    public long? ExpiresAt { get; init; }
    public long? LastUsedAt { get; init; }
    public long? DisabledAt { get; init; }
    public long? RevokedAt { get; init; }

    /// <summary>While a rotation overlaps: when the older secret stops working.</summary>
    public long? PreviousSecretExpiresAt { get; init; }
}
