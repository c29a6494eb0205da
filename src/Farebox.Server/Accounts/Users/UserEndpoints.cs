using Farebox.Contracts;
using Farebox.Contracts.Users;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts.Users;

/// <summary><c>/v1/system/users</c>: everybody who signs in to the console, for operators.</summary>
internal sealed class UserEndpoints(UserDirectoryStore store, TimeProvider clock, ILogger<UserEndpoints> logger)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/system/users").WithTags("Users");
        group.MapGet("", ListAsync).RequireScopes(Scopes.SystemRead)
            .WithSummary("List users, or those whose address contains a text").Produces<ListPage<UserInfo>>();
        group.MapGet("{id}", GetAsync).RequireScopes(Scopes.SystemRead).WithSummary("Show a user").Produces<UserInfo>();
        group.MapPost("{id}/disable", (string id, Caller caller) => SetAsync(id, caller, clock.GetUtcNow().ToUnixTimeMilliseconds()))
            .RequireScopes(Scopes.SystemWrite).WithSummary("Disable a user and end their sessions").Produces<UserInfo>();
        group.MapPost("{id}/enable", (string id, Caller caller) => SetAsync(id, caller, null))
            .RequireScopes(Scopes.SystemWrite).WithSummary("Let a user sign in again").Produces<UserInfo>();
    }

    private async Task<IResult> ListAsync(HttpRequest request)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;
        var rows = await store.ListAsync(page, new QueryText(request.Query).Part("email")?.ToUpperInvariant());
        return Json(rows.ConvertAll(row => row.ToContract()).ToPage(page.Limit, user => user.Id));
    }

    private async Task<IResult> GetAsync(string id) =>
        await store.FindAsync(id) is { } user ? Json(user.ToContract()) : ApiErrors.NotFound("user", id);

    private async Task<IResult> SetAsync(string id, Caller caller, long? disabledAtMs)
    {
        var (user, error) = await store.SetDisabledAsync(id, disabledAtMs, caller.Actor);
        if (user is null) return ApiErrors.NotFound("user", id);
        if (error is not null) return error;
        AccountsLog.UserChanged(logger, id, user.ToContract().Status, caller.Grant.KeyId);
        return Json(user.ToContract());
    }

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
