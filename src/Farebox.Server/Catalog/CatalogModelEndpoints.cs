using Farebox.Contracts;
using Farebox.Contracts.Models;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

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
    private static IResult List(HttpRequest request, ICatalogSource source, FareboxOptions options, TimeProvider clock)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;

        var view = source.View;
        var rows = All(view).Where(item => page.After is null || string.CompareOrdinal(item.Entry.Name, page.After) > 0)
            .OrderBy(item => item.Entry.Name, StringComparer.Ordinal).Take(page.Limit + 1)
            .Select(item => Show(source, item.Entry, item.Enabled, options, clock)).ToList();
        return Results.Json(rows.ToPage(page.Limit, model => model.Id), FareboxJson.Options);
    }

    private static IResult Get(RouteName name, ICatalogSource source, FareboxOptions options, TimeProvider clock) =>
        Find(source, name.Value, options, clock) is { } model ? Results.Json(model, FareboxJson.Options) : ApiErrors.NotFound("model", name.Value);

    private static async Task<IResult> UpdateAsync(
        RouteName name, Caller caller, JsonBody<UpdateModelRequest> body, ICatalogSource source, CatalogStore store, ChangeFeed changes,
        FareboxOptions options, TimeProvider clock)
    {
        if ((body.Error ?? CatalogRules.CheckModel(body.Value)) is { } error) return error;
        if (Find(source, name.Value, options, clock) is null) return ApiErrors.NotFound("model", name.Value);

        var (wish, nowMs) = (body.Value, clock.GetUtcNow().ToUnixTimeMilliseconds());
        await store.SetModelAsync(name.Value, wish.Enabled, wish.ChatOnly, wish.ReserveOutputTokens, nowMs, caller.Actor);
        await changes.AnnounceCatalogAsync();
        return Get(name, source, options, clock);
    }

    private static CatalogModel? Find(ICatalogSource source, string name, FareboxOptions options, TimeProvider clock)
    {
        foreach (var (entry, enabled) in All(source.View))
        {
            if (entry.Name == name) return Show(source, entry, enabled, options, clock);
        }

        return null;
    }

    private static IEnumerable<(CatalogEntry Entry, bool Enabled)> All(CatalogView view) =>
        view.Callable.Models.Select(entry => (entry, true)).Concat(view.Disabled.Select(entry => (entry, false)));

    private static CatalogModel Show(ICatalogSource source, CatalogEntry entry, bool enabled, FareboxOptions options, TimeProvider clock) => new(
        "catalog.model", entry.Name, enabled, entry.ChatOnly,
        [.. entry.Routes.Select(route => new CatalogRoute(route.UpstreamId, source.View.UpstreamNames[route.UpstreamId], route.UpstreamModel))])
    {
        ReserveOutputTokens = entry.ReserveOutputTokens ?? options.ReserveOutputTokens,
        Price = PriceText.Show(source.Prices.At(entry.Name, clock.GetUtcNow().ToUnixTimeMilliseconds())),
    };
}
