using Farebox.Contracts;
using Farebox.Contracts.Models;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;

namespace Farebox.Server.Catalog;

/// <summary><c>/v1/system/aliases</c>: second names of models, shipped and the operator's own.</summary>
internal static class AliasEndpoints
{
    private const string What = "alias";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/system/aliases").WithTags("Catalog");
        group.MapGet("", List).RequireScopes(Scopes.SystemRead).WithSummary("List aliases").Produces<ListPage<ModelAlias>>();
        group.MapGet("{**name}", Get).RequireScopes(Scopes.SystemRead).WithSummary("Show an alias").Produces<ModelAlias>();
        group.MapPost("{**name}", SetAsync).RequireScopes(Scopes.SystemWrite).WithSummary("Set an alias").Produces<ModelAlias>();
        group.MapDelete("{**name}", RemoveAsync).RequireScopes(Scopes.SystemWrite).WithSummary("Return an alias to its default").Produces<Deleted>();
    }

    private static IResult List(HttpRequest request, ICatalogSource source)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;

        var rows = source.View.Aliases.Where(alias => page.After is null || string.CompareOrdinal(alias.Name, page.After) > 0)
            .Take(page.Limit + 1).Select(Show).ToList();
        return Results.Json(rows.ToPage(page.Limit, alias => alias.Id), FareboxJson.Options);
    }

    private static IResult Get(RouteName name, ICatalogSource source) =>
        source.View.Aliases.FirstOrDefault(alias => alias.Name == name.Value) is { } found
            ? Results.Json(Show(found), FareboxJson.Options)
            : ApiErrors.NotFound(What, name.Value);

    private static async Task<IResult> SetAsync(
        RouteName name, Caller caller, JsonBody<AliasRequest> body, ICatalogSource source, CatalogStore store, ChangeFeed changes,
        TimeProvider clock)
    {
        if ((body.Error ?? CatalogRules.CheckAlias(name.Value, body.Value)) is { } error) return error;
        if (source.View.Callable.Models.Any(model => model.Name == name.Value))
            return ApiErrors.Conflict($"'{name.Value}' is a connected model, and a model goes before an alias of its name. Disable the model first.", "alias");

        await store.SetAliasAsync(name.Value, body.Value.Target!, clock.GetUtcNow().ToUnixTimeMilliseconds(), caller.Actor);
        await changes.AnnounceCatalogAsync();
        return Get(name, source);
    }

    private static async Task<IResult> RemoveAsync(RouteName name, Caller caller, CatalogStore store, ChangeFeed changes)
    {
        if (!await store.RemoveAliasAsync(name.Value, caller.Actor)) return ApiErrors.NotFound(What, name.Value);
        await changes.AnnounceCatalogAsync();
        return Results.Json(new Deleted("catalog.alias.deleted", name.Value), FareboxJson.Options);
    }

    private static ModelAlias Show(AliasEntry alias) => new(
        "catalog.alias", alias.Name, alias.Model, alias.Configured is null ? "default" : "operator", alias.Configured);
}
