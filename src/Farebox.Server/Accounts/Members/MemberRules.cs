using Farebox.Contracts.Users;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts.Members;

/// <summary>
/// Who may change what about members. An operator counts as an owner of every organization, a key that may write the organization as an
/// admin of it, and somebody who is signed in as what they are at the moment of the write.
/// </summary>
internal static class MemberRules
{
    /// <summary>The refusal of what only owners do.</summary>
    public static ApiError OwnersOnly { get; } = ApiErrors.RoleMissing("Only owners of the organization make, demote or remove owners, and archive it.");

    private static readonly ApiError NotTheirs = ApiErrors.RoleMissing("Only owners and admins of the organization change its members.");

    private static readonly ApiError LastOwner = ApiErrors.Conflict(
        "This is the organization's last owner who can sign in. Make somebody else an owner first.", "role");

    /// <summary>Why this change is refused, or null when it is not.</summary>
    /// <param name="acting">The role that the caller counts as; null for none.</param>
    /// <param name="isSelf">Whether the caller is the member.</param>
    /// <param name="held">The member's role.</param>
    /// <param name="wanted">The role to be; null for leaving the organization.</param>
    /// <param name="hasOtherOwner">Whether another owner, who is not disabled, remains.</param>
    public static ApiError? Judge(string? acting, bool isSelf, string held, string? wanted, bool hasOtherOwner)
    {
        var leaves = isSelf && wanted is null;
        if (!leaves && acting is not (MemberRoles.Owner or MemberRoles.Admin)) return NotTheirs;
        if (!leaves && acting != MemberRoles.Owner && (held == MemberRoles.Owner || wanted == MemberRoles.Owner)) return OwnersOnly;
        return held == MemberRoles.Owner && wanted != MemberRoles.Owner && !hasOtherOwner ? LastOwner : null;
    }
}
