using Farebox.Contracts;
using Farebox.Contracts.Organizations;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts;

/// <summary><c>/v1/organization/projects</c>.</summary>
internal sealed class ProjectEndpoints(
    ProjectStore store, IdSource ids, TimeProvider clock, ChangeFeed changes, ILogger<ProjectEndpoints> logger)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/organization/projects").WithTags("Projects");
        group.MapGet("", ListAsync).RequireScopes(Scopes.ProjectsRead);
        group.MapPost("", CreateAsync).RequireScopes(Scopes.ProjectsWrite);
        group.MapGet("{id}", GetAsync).RequireScopes(Scopes.ProjectsRead);
        group.MapPost("{id}", RenameAsync).RequireScopes(Scopes.ProjectsWrite);
        group.MapPost("{id}/archive", ArchiveAsync).RequireScopes(Scopes.ProjectsWrite);
    }

    private async Task<IResult> ListAsync(HttpRequest request, Caller caller)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;
        var includeArchived = false;
        if (request.Query.TryGetValue("include_archived", out var text) && !bool.TryParse(text, out includeArchived))
            return ApiErrors.Invalid("include_archived", "'include_archived' must be true or false.");

        var rows = await store.ListAsync(caller.OrganizationId, includeArchived, page);
        return Json(rows.ConvertAll(row => row.ToContract()).ToPage(page.Limit, project => project.Id));
    }

    private async Task<IResult> CreateAsync(Caller caller, JsonBody<ProjectRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var (name, error) = NameField.Read(body.Value.Name);
        if (error is not null) return error;

        var row = new ProjectRow
        {
            OrganizationId = caller.OrganizationId,
            Id = ids.Next("proj_"),
            Name = name,
            CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        if (!await store.AddAsync(row, caller.Actor)) return ApiErrors.Conflict("The organization is archived: it takes no new projects.", "organization");
        AccountsLog.ProjectCreated(logger, row.OrganizationId, row.Id, caller.Grant.KeyId);
        return Json(row.ToContract());
    }

    private async Task<IResult> GetAsync(string id, Caller caller) =>
        await store.FindAsync(caller.OrganizationId, id) is { } row ? Json(row.ToContract()) : ApiErrors.NotFound("project", id);

    private async Task<IResult> RenameAsync(string id, Caller caller, JsonBody<ProjectRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var (name, error) = NameField.Read(body.Value.Name);
        if (error is not null) return error;
        return await store.RenameAsync(caller.OrganizationId, id, name, caller.Actor) is { } row
            ? Json(row.ToContract())
            : ApiErrors.NotFound("project", id);
    }

    private async Task<IResult> ArchiveAsync(string id, Caller caller)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (await store.ArchiveAsync(caller.OrganizationId, id, nowMs, caller.Actor) is not { } row)
            return ApiErrors.NotFound("project", id);

        // Its keys are not listed here: each of them stops working, so all are looked up anew.
        changes.AnnounceCredential(null);
        AccountsLog.ProjectArchived(logger, row.OrganizationId, id, caller.Grant.KeyId);
        return Json(row.ToContract());
    }

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
