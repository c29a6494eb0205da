using Farebox.Contracts;
using Farebox.Contracts.Models;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;

namespace Farebox.Server.Snapshots;

/// <summary><c>/v1/models</c>: the models and aliases that the caller may call; with <c>include=prices</c> what they cost the caller too.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/models").WithTags("Models").RequireScopes(Scopes.ModelRead);
        group.MapGet("", List).WithSummary("List models; include=prices adds what they cost").Produces<ModelList>();
        group.MapGet("{**id}", Get).WithSummary("Show a model; include=prices adds what it costs").Produces<Model>();
    }

    private static IResult List(Caller caller, HttpRequest request, SnapshotSource snapshots, TimeProvider clock)
    {
        var (withPrices, error) = ReadInclude(request);
        if (error is not null) return error;

        var snapshot = snapshots.Current;
        var catalog = snapshot.Catalog;
        var names = catalog.Models.Select(model => model.Name).Concat(catalog.Aliases.Keys.Order(StringComparer.Ordinal));
        var models = names.Select(name => (Name: name, Entry: catalog.Find(caller.Grant, name)!)).Where(item => item.Entry is not null);
        return withPrices
            ? Json(new ModelWithPricesList("list", [.. models.Select(item => Priced(item.Name, item.Entry, caller, snapshot, clock))]))
            : Json(new ModelList("list", [.. models.Select(item => Show(item.Name, item.Entry))]));
    }

    private static IResult Get(RouteName id, Caller caller, HttpRequest request, SnapshotSource snapshots, TimeProvider clock)
    {
        var (withPrices, error) = ReadInclude(request);
        if (error is not null) return error;
        var snapshot = snapshots.Current;
        if (snapshot.Catalog.Find(caller.Grant, id.Value) is not { } model) return ApiErrors.ModelNotFound(id.Value);
        return withPrices ? Json(Priced(id.Value, model, caller, snapshot, clock)) : Json(Show(id.Value, model));
    }

    private static (bool WithPrices, ApiError? Error) ReadInclude(HttpRequest request)
    {
        if (!request.Query.TryGetValue("include", out var include) && !request.Query.TryGetValue("include[]", out include)) return (false, null);
        return include.All(word => word == "prices") ? (true, null) : (false, ApiErrors.Invalid("include", "'include' must be 'prices'."));
    }

    private static Model Show(string name, CatalogEntry entry) => new(name, "model", entry.CreatedAt, entry.OwnedBy);

    private static ModelWithPrices Priced(string name, CatalogEntry entry, Caller caller, CatalogSnapshot snapshot, TimeProvider clock)
    {
        var price = snapshot.Prices.Find(entry.Name, caller.OrganizationId, clock.GetUtcNow().ToUnixTimeMilliseconds());
        return new ModelWithPrices(name, "model", entry.CreatedAt, entry.OwnedBy, price is { } known ? PriceTag.Of(known) : null);
    }

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
