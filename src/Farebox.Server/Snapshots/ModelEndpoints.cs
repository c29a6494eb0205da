using Farebox.Contracts;
using Farebox.Contracts.Models;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;

namespace Farebox.Server.Snapshots;

/// <summary><c>/v1/models</c>: the models and aliases that the caller may call.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/models").WithTags("Models").RequireScopes(Scopes.ModelRead);
        group.MapGet("", List).WithSummary("List models").Produces<ModelList>();
        group.MapGet("{**id}", Get).WithSummary("Show a model").Produces<Model>();
    }

    private static IResult List(Caller caller, SnapshotSource snapshots)
    {
        var catalog = snapshots.Current.Catalog;
        var names = catalog.Models.Select(model => model.Name).Concat(catalog.Aliases.Keys.Order(StringComparer.Ordinal));
        var models = names.Select(name => (Name: name, Entry: catalog.Find(caller.Grant, name)))
            .Where(item => item.Entry is not null).Select(item => Show(item.Name, item.Entry!));
        return Results.Json(new ModelList("list", [.. models]), FareboxJson.Options);
    }

    private static IResult Get(RouteName id, Caller caller, SnapshotSource snapshots) =>
        snapshots.Current.Catalog.Find(caller.Grant, id.Value) is { } model
            ? Results.Json(Show(id.Value, model), FareboxJson.Options)
            : ApiErrors.ModelNotFound(id.Value);

    private static Model Show(string name, CatalogEntry entry) => new(name, "model", entry.CreatedAt, entry.OwnedBy);
}
