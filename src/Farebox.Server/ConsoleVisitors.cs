using Farebox.ConsolePages;
using Farebox.Kernel.Credentials;
using Farebox.Server.Accounts.Members;
using Farebox.Server.Accounts.Sessions;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;

namespace Farebox.Server;

/// <summary>Tells the console's pages who sits before the browser.</summary>
internal sealed class ConsoleVisitors(UserStore users, SessionDesk sessions, MemberStore members, SessionGrants grants, OwnAddress self) : IVisitors
{
    private volatile bool _hasUsers;

    /// <inheritdoc/>
    public async Task<bool> IsNewInstallationAsync() => !(_hasUsers = _hasUsers || await users.AnyAsync());

    /// <inheritdoc/>
    public async Task<Visitor?> FindAsync(HttpContext context)
    {
        if (await sessions.FindAsync(context) is not { } session) return null;
        if (await users.FindByIdAsync(session.UserId, context.RequestAborted) is not { } user) return null;
        var needsCode = session.Stage == (long)SessionStage.NeedsCode;
        var organizations = needsCode ? [] : await members.ListAsync(user.Id);
        return new Visitor(
            user.Id, user.Email, user.Name, needsCode, user.IsOperator,
            [.. organizations.Select(member => new VisitorOrganization(
                member.OrganizationId, member.OrganizationName, member.Role, ScopeText.Names(ScopesOf(member.Role, user.IsOperator)).ToHashSet()))]);
    }

    /// <inheritdoc/>
    public Func<Task<bool>> Watch(HttpContext context, Visitor visitor, VisitorOrganization organization)
    {
        var session = sessions.Watch(context);
        return async () => await session() && (await members.ListAsync(visitor.Id))
            .Exists(member => member.OrganizationId == organization.Id && member.Role == organization.Role);
    }

    /// <inheritdoc/>
    public ConsoleConnection Connect(HttpContext context, Visitor visitor, VisitorOrganization organization) =>
        Connect(Issue(context, visitor, organization));

    /// <inheritdoc/>
    public ConsoleConnection ConnectAsOperator(HttpContext context, Visitor visitor) => visitor.IsOperator
        ? Connect(Issue(context, visitor, null, Scopes.AnyOperatorKey))
        : throw new InvalidOperationException($"{visitor.Id} is no operator.");

    /// <summary>The credential that a page acts with in an organization.</summary>
    internal SessionLease Issue(HttpContext context, Visitor visitor, VisitorOrganization organization) =>
        Issue(context, visitor, organization.Id, ScopesOf(organization.Role, visitor.IsOperator));

    private static Scopes ScopesOf(string role, bool isOperator) =>
        Roles.ScopesOf(role) | (isOperator ? Scopes.SystemRead | Scopes.SystemWrite : Scopes.None);

    private ConsoleConnection Connect(SessionLease lease) => new(self.Connect(lease.Credential), id => self.Connect(lease.Credential, id), lease);

    private SessionLease Issue(HttpContext context, Visitor visitor, string? organizationId, Scopes scopes)
    {
        var grant = new Grant
        {
            Kind = CredentialKind.AdminKey, // As such a key: it manages, and calls no model.
            KeyId = visitor.Id,
            SecretId = visitor.Id,
            OrganizationId = organizationId,
            Name = visitor.Email,
            Scopes = scopes,
            Models = ModelSet.All,
        };
        return grants.Issue(grant, Actor.Of(context, visitor.Id, visitor.Email));
    }
}
