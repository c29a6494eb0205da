using Farebox.Contracts;
using Farebox.Contracts.Organizations;
using Farebox.Contracts.Users;
using Farebox.Kernel.Credentials;
using Farebox.Server.Accounts.Members;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts;

/// <summary><c>/v1/system/organizations</c> for operators, and <c>/v1/organization</c> for the caller's own.</summary>
internal sealed class OrganizationEndpoints(
    OrganizationStore store, MemberStore members, IdSource ids, TimeProvider clock, ChangeFeed changes, ILogger<OrganizationEndpoints> logger)
{
    private static readonly ApiError DefaultTaken = ApiErrors.Conflict(
        $"There is an organization named '{OrganizationStore.DefaultName}' already; operators who name none act on it.", "name");

    private static readonly ApiError DefaultKept = ApiErrors.Conflict(
        $"The organization '{OrganizationStore.DefaultName}' keeps its name: operators who name no organization act on it.", "name");

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var system = routes.MapGroup("/v1/system/organizations").WithTags("Organizations");
        system.MapGet("", ListAsync).RequireScopes(Scopes.SystemRead).WithSummary("List organizations, or those whose name contains a text")
            .Produces<ListPage<Organization>>();
        system.MapPost("", CreateAsync).RequireScopes(Scopes.SystemWrite);
        system.MapGet("{id}", GetAsync).RequireScopes(Scopes.SystemRead);
        system.MapPost("{id}", RenameAsync).RequireScopes(Scopes.SystemWrite);
        system.MapPost("{id}/archive", ArchiveAsync).RequireScopes(Scopes.SystemWrite);
        var own = routes.MapGroup("/v1/organization").WithTags("Organizations");
        own.MapGet("", (Caller caller) => GetAsync(caller.OrganizationId)).RequireScopes(Scopes.OrganizationRead);
        own.MapPost("", (Caller caller, JsonBody<OrganizationRequest> body) => RenameAsync(caller.OrganizationId, caller, body))
            .RequireScopes(Scopes.OrganizationWrite).WithSummary("Rename the organization").Produces<Organization>();
        own.MapPost("archive", async (Caller caller) => await members.RoleOfAsync(caller) == MemberRoles.Owner
            ? await ArchiveAsync(caller.OrganizationId, caller)
            : MemberRules.OwnersOnly).RequireScopes(Scopes.OrganizationWrite).WithSummary("Archive the organization, as one of its owners")
            .Produces<Organization>();
    }

    private async Task<IResult> ListAsync(HttpRequest request)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;
        var rows = await store.ListAsync(page, new QueryText(request.Query).Part("name"));
        return Json(rows.ConvertAll(row => row.ToContract()).ToPage(page.Limit, organization => organization.Id));
    }

    private async Task<IResult> CreateAsync(Caller caller, JsonBody<OrganizationRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var (name, error) = NameField.Read(body.Value.Name);
        if (error is not null) return error;

        var row = new OrganizationRow { Id = ids.Next("org_"), Name = name, CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        if (!await store.AddAsync(row, caller.Actor)) return DefaultTaken;
        AccountsLog.OrganizationCreated(logger, row.Id, caller.Grant.KeyId);
        return Json(row.ToContract());
    }

    private async Task<IResult> GetAsync(string id) =>
        await store.FindAsync(id) is { } row ? Json(row.ToContract()) : ApiErrors.NotFound("organization", id);

    private async Task<IResult> RenameAsync(string id, Caller caller, JsonBody<OrganizationRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var (name, error) = NameField.Read(body.Value.Name);
        if (error is not null) return error;

        if (await store.FindAsync(id) is not { } row) return ApiErrors.NotFound("organization", id);
        if (row.Name == name) return Json(row.ToContract());
        if (row.Name == OrganizationStore.DefaultName) return DefaultKept;
        return await store.RenameAsync(id, name, caller.Actor) ? Json((row with { Name = name }).ToContract()) : DefaultTaken;
    }

    private async Task<IResult> ArchiveAsync(string id, Caller caller)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (await store.ArchiveAsync(id, nowMs, caller.Actor) is not { } row) return ApiErrors.NotFound("organization", id);

        // Its keys are not listed here: each of them stops working, so all are looked up anew.
        changes.AnnounceCredential(null);
        AccountsLog.OrganizationArchived(logger, id, caller.Grant.KeyId);
        return Json(row.ToContract());
    }

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
