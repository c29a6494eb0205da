using Farebox.Contracts.Organizations;
using Farebox.Contracts.Users;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Accounts.Members;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts.Invites;

/// <summary>Who may be invited, as what, and by whom.</summary>
internal sealed class InviteRules(MemberStore members)
{
    private static readonly ApiError OwnersOnly = new(
        403, "invalid_request_error", null, "Only an owner of the organization, signed in to the console, or an operator invites owners.", "role");

    /// <summary>The address, or the error to answer with.</summary>
    public static (string Email, ApiError? Error) Read(InviteRequest request)
    {
        if (request.Email is null) return ("", ApiErrors.Missing("email"));
        if (EmailAddress.Clean(request.Email) is not { } email) return ("", ApiErrors.Invalid("email", "'email' must be an e-mail address, in ASCII."));
        if (request.Role is null) return ("", ApiErrors.Missing("role"));
        if (!MemberRoles.All.Contains(request.Role)) return ("", ApiErrors.Invalid("role", $"'role' must be one of {string.Join(", ", MemberRoles.All)}."));
        return request.Projects is { Count: > 0 }
            ? ("", ApiErrors.Invalid("projects", "'projects' must be empty: members belong to the whole organization."))
            : (email, null);
    }

    /// <summary>
    /// Null when the caller may. An admin may not make owners: and as admins make admin keys, neither may an organization's admin key.
    /// </summary>
    public async Task<ApiError?> CheckAsync(Caller caller, string role)
    {
        if (role != MemberRoles.Owner) return null;
        return await members.RoleOfAsync(caller) == MemberRoles.Owner ? null : OwnersOnly;
    }
}
