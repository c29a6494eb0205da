using Farebox.Contracts.Users;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts.Members;

/// <summary>One row of <c>members</c>, and what its user's row says. Times are Unix milliseconds.</summary>
internal sealed record MemberRow
{
    public required string OrganizationId { get; init; }
    public required string UserId { get; init; }
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required string Role { get; init; }
    public required long AddedAt { get; init; }
    public long? DisabledAt { get; init; }

    /// <summary>As it goes out.</summary>
    public OrganizationUser ToContract() =>
        new("organization.user", UserId, Name, Email, Role, DisabledAt is null ? "active" : "disabled", AddedAt / 1000);
}

/// <summary>What became of a change to a member: the row as it is then, or as it was when they are gone; or the error.</summary>
internal readonly record struct MemberChange(MemberRow? Row, ApiError? Error);
