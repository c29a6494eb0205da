namespace Farebox.ConsolePages;

/// <summary>Who sits before the browser, as far as they have signed in.</summary>
/// <param name="NeedsCode">The password was right, and the code of the authenticator is still asked for.</param>
/// <param name="Organizations">Those they belong to, by name.</param>
public sealed record Visitor(
    string Id, string Email, string Name, bool NeedsCode, bool IsOperator, IReadOnlyList<VisitorOrganization> Organizations)
{
    /// <summary>What to call them.</summary>
    public string DisplayName => Name.Length > 0 ? Name : Email;
}

/// <summary>An organization that somebody belongs to.</summary>
/// <param name="Role"><c>owner</c>, <c>admin</c>, <c>member</c>, <c>billing</c> or <c>viewer</c>.</param>
/// <param name="Scopes">What the role may do, for pages to show no more; the API is what refuses.</param>
public sealed record VisitorOrganization(string Id, string Name, string Role, IReadOnlySet<string> Scopes);

/// <summary>Knows visitors by their cookies. Implemented by the server.</summary>
public interface IVisitors
{
    /// <summary>Whether nobody has an account yet, so that the first is to be made.</summary>
    Task<bool> IsNewInstallationAsync();

    /// <summary>Null for a stranger.</summary>
    Task<Visitor?> FindAsync(HttpContext context);

    /// <summary>
    /// What tells, however often it is asked, whether the visit goes on: whether the session is not over, and the visitor still in the organization
    /// with the same role. Asking is no sign of life: it puts off no end of the session.
    /// </summary>
    Func<Task<bool>> Watch(HttpContext context, Visitor visitor, VisitorOrganization organization);

    /// <summary>Lets a page act through the management API, with what the visitor's role in the organization allows.</summary>
    ConsoleConnection Connect(HttpContext context, Visitor visitor, VisitorOrganization organization);

    /// <summary>Lets a page for operators act as an operator's key does.</summary>
    ConsoleConnection ConnectAsOperator(HttpContext context, Visitor visitor);
}
