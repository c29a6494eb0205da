using Farebox.Kernel.Credentials;

namespace Farebox.Server.Accounts.Members;

/// <summary>What members of an organization may do there.</summary>
internal static class Roles
{
    public const string Owner = "owner";
    public const string Admin = "admin";
    public const string Member = "member";
    public const string Billing = "billing";
    public const string Viewer = "viewer";

    /// <summary>All of them, the one that may most first.</summary>
    public static IReadOnlyList<string> All { get; } = [Owner, Admin, Member, Billing, Viewer];

    /// <summary>The scopes of a role; none for a word that is no role.</summary>
    public static Scopes ScopesOf(string role) => role switch
    {
        Owner or Admin => Scopes.AnyAdminKey,
        Member => Scopes.OrganizationRead | Scopes.ProjectsRead | Scopes.KeysRead | Scopes.KeysWrite | Scopes.UsageRead | Scopes.LogsRead,
        Billing => Scopes.OrganizationRead | Scopes.ProjectsRead | Scopes.UsageRead | Scopes.BillingRead | Scopes.BillingWrite,
        Viewer => Scopes.AnyAdminKey & Scopes.ReadOnly,
        _ => Scopes.None,
    };
}
