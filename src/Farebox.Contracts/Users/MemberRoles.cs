namespace Farebox.Contracts.Users;

/// <summary>What members of an organization can be there.</summary>
public static class MemberRoles
{
    /// <summary>Everything, and who else is an owner.</summary>
    public const string Owner = "owner";

    /// <summary>Everything but owners, and archiving the organization.</summary>
    public const string Admin = "admin";

    /// <summary>Makes keys; sees usage and logs.</summary>
    public const string Member = "member";

    /// <summary>Credit, budgets and costs.</summary>
    public const string Billing = "billing";

    /// <summary>Looks at everything and changes nothing.</summary>
    public const string Viewer = "viewer";

    /// <summary>All of them, the one that may most first.</summary>
    public static IReadOnlyList<string> All { get; } = [Owner, Admin, Member, Billing, Viewer];
}
