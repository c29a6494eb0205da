using Farebox.Contracts.Users;
using Farebox.Kernel.Credentials;

namespace Farebox.Server.Accounts.Members;

/// <summary>What members of an organization may do there. What scopes cannot tell of owners, <see cref="MemberRules"/> does.</summary>
internal static class Roles
{
    /// <summary>The scopes of a role; none for a word that is no role.</summary>
    public static Scopes ScopesOf(string role) => Own(role) is var own and not Scopes.None ? own | Scopes.ModelRead : Scopes.None;

    // Whoever belongs to an organization may see which models it can call, and what they cost it.
    private static Scopes Own(string role) => role switch
    {
        MemberRoles.Owner or MemberRoles.Admin => Scopes.AnyAdminKey,
        MemberRoles.Member => Scopes.OrganizationRead | Scopes.ProjectsRead | Scopes.KeysRead | Scopes.KeysWrite | Scopes.UsageRead | Scopes.LogsRead,
        MemberRoles.Billing => Scopes.OrganizationRead | Scopes.ProjectsRead | Scopes.UsageRead | Scopes.BillingRead | Scopes.BillingWrite,
        MemberRoles.Viewer => Scopes.AnyAdminKey & Scopes.ReadOnly,
        _ => Scopes.None,
    };
}
