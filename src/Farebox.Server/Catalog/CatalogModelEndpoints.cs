using Farebox.Contracts;
using Farebox.Contracts.Models;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;

namespace Farebox.Server.Catalog;

/// <summary><c>/v1/system/models</c>: the operator's view of every offered model.</summary>
internal static class CatalogModelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/system/models").WithTags("Catalog");
        group.MapGet("", List).RequireScopes(Scopes.SystemRead).WithSummary("List offered models").Produces<ListPage<CatalogModel>>();
        group.MapGet("{**name}", Get).RequireScopes(Scopes.SystemRead).WithSummary("Show an offered model").Produces<CatalogModel>();
        group.MapPost("{**name}", UpdateAsync).RequireScopes(Scopes.SystemWrite).WithSummary("Change a model").Produces<CatalogModel>();
    }

    // By name: a page then stays where it is when models come and go between two pages.
    private static IResult List(HttpRequest request, ICatalogSource source)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;

        var view = source.View;
        var rows = All(view).Where(item => page.After is null || string.CompareOrdinal(item.Entry.Name, page.After) > 0)
            .OrderBy(item => item.Entry.Name, StringComparer.Ordinal).Take(page.Limit + 1)
            .Select(item => Show(view, item.Entry, item.Enabled)).ToList();
        return Results.Json(rows.ToPage(page.Limit, model => model.Id), FareboxJson.Options);
    }

    private static IResult Get(RouteName name, ICatalogSource source) =>
        Find(source.View, name.Value) is { } model ? Results.Json(model, FareboxJson.Options) : ApiErrors.NotFound("model", name.Value);

    private static async Task<IResult> UpdateAsync(
        RouteName name, JsonBody<UpdateModelRequest> body, ICatalogSource source, CatalogStore store, ChangeFeed changes, TimeProvider clock)
    {
        if (body.Error is not null) return body.Error;
        if (Find(source.View, name.Value) is null) return ApiErrors.NotFound("model", name.Value);

        await store.SetModelAsync(name.Value, body.Value.Enabled, body.Value.ChatOnly, clock.GetUtcNow().ToUnixTimeMilliseconds());
        await changes.AnnounceCatalogAsync();
        return Get(name, source);
    }

    private static CatalogModel? Find(CatalogView view, string name)
    {
        foreach (var (entry, enabled) in All(view))
        {
            if (entry.Name == name) return Show(view, entry, enabled);
        }

        return null;
    }

    private static IEnumerable<(CatalogEntry Entry, bool Enabled)> All(CatalogView view) =>
        view.Callable.Models.Select(entry => (entry, true)).Concat(view.Disabled.Select(entry => (entry, false)));

    private static CatalogModel Show(CatalogView view, CatalogEntry entry, bool enabled) => new(
        "catalog.model", entry.Name, enabled, entry.ChatOnly,
        [.. entry.Routes.Select(route => new CatalogRoute(route.UpstreamId, view.UpstreamNames[route.UpstreamId], route.UpstreamModel))]);
}
