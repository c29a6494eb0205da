using Farebox.Contracts.Organizations;

namespace Farebox.Server.Accounts.Invites;

/// <summary>One row of <c>invites</c>. Times are Unix milliseconds.</summary>
internal sealed record InviteRow
{
    public required string OrganizationId { get; init; }
    public required string Id { get; init; }
    public required string Email { get; init; }
    public required string NormalizedEmail { get; init; }
    public required string Role { get; init; }

    /// <summary>HMAC of the secret in the letter's link.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>Id of a user or a key.</summary>
    public required string CreatedBy { get; init; }
    public required long CreatedAt { get; init; }
    public required long ExpiresAt { get; init; }
    public long? AcceptedAt { get; init; }

    /// <summary>Whether whoever sent it could send it now. Looked up with each reading, so also in the transaction that accepts it.</summary>
    public bool Stands { get; init; } = true;

    /// <summary>Whether it can be accepted.</summary>
    public bool IsOpenAt(long nowMs) => IsTimelyAt(nowMs) && Stands;

    /// <summary>Whether it could be, for all that its reader can know.</summary>
    public bool IsTimelyAt(long nowMs) => AcceptedAt is null && nowMs < ExpiresAt;

    /// <summary>As it goes out.</summary>
    public Invite ToContract(long nowMs) => new(
        "organization.invite", Id, Email, Role, AcceptedAt is not null ? "accepted" : IsOpenAt(nowMs) ? "pending" : "expired", CreatedAt / 1000,
        ExpiresAt / 1000, AcceptedAt / 1000, []);
}
