using Farebox.Contracts;
using Farebox.Contracts.Users;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts.Members;

/// <summary><c>/v1/organization/users</c>: members of the caller's organization.</summary>
internal sealed class MemberEndpoints(MemberStore store, ILogger<MemberEndpoints> logger)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/organization/users").WithTags("Members");
        group.MapGet("", ListAsync).RequireScopes(Scopes.OrganizationRead).WithSummary("List members").Produces<ListPage<OrganizationUser>>();
        group.MapGet("{id}", GetAsync).RequireScopes(Scopes.OrganizationRead).WithSummary("Show a member").Produces<OrganizationUser>();
        group.MapPost("{id}", SetRoleAsync).RequireScopes(Scopes.OrganizationWrite).WithSummary("Change a member's role").Produces<OrganizationUser>();

        // Anybody who sees the organization may leave it; taking others out is checked behind the door.
        group.MapDelete("{id}", RemoveAsync).RequireScopes(Scopes.OrganizationRead).WithSummary("Remove a member, or leave").Produces<Deleted>();
    }

    private async Task<IResult> ListAsync(HttpRequest request, Caller caller)
    {
        var (page, error) = Paging.Read(request);
        var query = new QueryText(request.Query);
        var emails = query.List("emails");
        if ((error ?? query.Error) is { } refused) return refused;
        var rows = await store.ListAsync(caller.OrganizationId, page, [.. emails.Select(email => email.Trim().ToUpperInvariant())]);
        return Json(rows.ConvertAll(row => row.ToContract()).ToPage(page.Limit, user => user.Id));
    }

    private async Task<IResult> GetAsync(string id, Caller caller) =>
        await store.FindAsync(caller.OrganizationId, id) is { } row ? Json(row.ToContract()) : ApiErrors.NotFound("user", id);

    private async Task<IResult> SetRoleAsync(string id, Caller caller, JsonBody<UserRoleRequest> body)
    {
        if (body.Error is not null) return body.Error;
        if (body.Value.Role is not { } role) return ApiErrors.Missing("role");
        if (!MemberRoles.All.Contains(role)) return ApiErrors.Invalid("role", $"'role' must be one of {string.Join(", ", MemberRoles.All)}.");
        if (await store.ChangeAsync(caller, id, role) is not { } change) return ApiErrors.NotFound("user", id);
        if (change.Error is not null) return change.Error;
        AccountsLog.MemberChanged(logger, id, caller.OrganizationId, role, caller.Grant.KeyId);
        return Json(change.Row!.ToContract());
    }

    private async Task<IResult> RemoveAsync(string id, Caller caller)
    {
        if (caller.Actor.UserId != id && !caller.Grant.Has(Scopes.OrganizationWrite))
            return ApiErrors.ScopeMissing(ScopeNames.OrganizationWrite);
        if (await store.ChangeAsync(caller, id, null) is not { } change) return ApiErrors.NotFound("user", id);
        if (change.Error is not null) return change.Error;
        AccountsLog.MemberRemoved(logger, id, caller.OrganizationId, caller.Grant.KeyId);
        return Json(new Deleted("organization.user.deleted", id));
    }

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
