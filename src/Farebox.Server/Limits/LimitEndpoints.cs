using Farebox.Contracts;
using Farebox.Contracts.Limits;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Limits;

/// <summary>
/// The limits of an organization, of a project and of a key: OpenAI's project rate limits, on three roots. There is one object per model,
/// whether anything is limited or not, and one for all models together.
/// </summary>
internal sealed class LimitEndpoints(LimitStore store, ICatalogSource catalog, ChangeFeed changes, ILogger<LimitEndpoints> logger)
{
    private const string What = "rate limit";

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        MapVerbs(routes.MapGroup("/v1/organization/rate_limits"), Scopes.OrganizationRead, Scopes.OrganizationWrite);
        MapVerbs(routes.MapGroup("/v1/organization/projects/{pid}/rate_limits"), Scopes.ProjectsRead, Scopes.ProjectsWrite);
        MapVerbs(routes.MapGroup("/v1/organization/projects/{pid}/api_keys/{kid}/rate_limits"), Scopes.KeysRead, Scopes.KeysWrite);
    }

    private void MapVerbs(RouteGroupBuilder group, Scopes read, Scopes write)
    {
        group.WithTags("Limits");
        group.MapGet("", ListAsync).RequireScopes(read)
            .WithSummary("List limits on calls, one object per model and one for all of them").Produces<ListPage<RateLimit>>();
        group.MapGet("{**id}", GetAsync).RequireScopes(read).WithSummary("Show the limits on a model, or on all of them").Produces<RateLimit>();
        group.MapPost("{**id}", UpdateAsync).RequireScopes(write)
            .WithSummary("Limit how fast calls may come, on a model or on all of them").Produces<RateLimit>();
        group.MapDelete("{**id}", DeleteAsync).RequireScopes(write)
            .WithSummary("Take the limits on a model, or on all of them, away").Produces<Deleted>();
    }

    private async Task<IResult> ListAsync(HttpContext context, Caller caller)
    {
        var (page, error) = Paging.Read(context.Request);
        if (error is not null) return error;
        var owner = OwnerOf(context, caller);
        if (await store.ListAsync(owner) is not { } rows) return OwnerMissing(context);
        var known = rows.ToDictionary(row => row.Model, StringComparer.Ordinal);

        // Id order is that of the names: * comes before any of them.
        var models = catalog.View.Callable.Models.Select(model => model.Name).Union(known.Keys, StringComparer.Ordinal)
            .Append(LimitRow.AllModels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(model => page.After is null || string.CompareOrdinal(LimitRow.IdPrefix + model, page.After) > 0).Take(page.Limit + 1);
        return Json(models.Select(model => known.GetValueOrDefault(model) ?? Empty(owner, model)).Select(row => row.ToContract()).ToList()
            .ToPage(page.Limit, limit => limit.Id));
    }

    private async Task<IResult> GetAsync(HttpContext context, Caller caller, RouteName id)
    {
        if (ModelOf(id) is not { } model) return ApiErrors.NotFound(What, id.Value);
        return await store.FindAsync(OwnerOf(context, caller), model) is { } row ? Json(row.ToContract()) : OwnerMissing(context);
    }

    private async Task<IResult> UpdateAsync(HttpContext context, Caller caller, RouteName id, JsonBody<RateLimitRequest> body)
    {
        if (body.Error is not null) return body.Error;
        if (ModelOf(id) is not { } model) return ApiErrors.NotFound(What, id.Value);
        if (catalog.View.Aliases.FirstOrDefault(alias => alias.Name == model)?.Model is { } target)
            return ApiErrors.Invalid("id", $"'{model}' is another name of {target}: limit that one, {LimitRow.IdPrefix}{target}.");

        ApiError? error = null;
        var change = await store.ChangeAsync(OwnerOf(context, caller), model, caller.Actor, row =>
        {
            (var wished, error) = LimitWish.Read(row, body.Value);
            return error is null ? wished : null;
        });
        if (error is not null) return error;
        if (change.Row is null) return OwnerMissing(context);
        Announce(change, caller, "set");
        return Json(change.Row.ToContract());
    }

    private async Task<IResult> DeleteAsync(HttpContext context, Caller caller, RouteName id)
    {
        if (ModelOf(id) is not { } model) return ApiErrors.NotFound(What, id.Value);
        var change = await store.DeleteAsync(OwnerOf(context, caller), model, caller.Actor);
        if (change.Row is null) return ApiErrors.NotFound(What, id.Value);
        Announce(change, caller, "removed");
        return Json(new Deleted(change.Row.Object + ".deleted", id.Value));
    }

    /// <summary>Before the answer: when it arrives, the change is in force for every credential below it.</summary>
    private void Announce(LimitChange change, Caller caller, string verb)
    {
        if (change.KeyIds is null) changes.AnnounceCredential(null);
        else foreach (var keyId in change.KeyIds) changes.AnnounceCredential(keyId);
        LimitsLog.Changed(logger, change.Row!.ToPlan().SubjectId, change.Row.Model, verb, caller.Grant.KeyId);
    }

    private static LimitOwner OwnerOf(HttpContext context, Caller caller) =>
        new(caller.OrganizationId, (string?)context.Request.RouteValues["pid"] ?? "", (string?)context.Request.RouteValues["kid"] ?? "");

    private static ApiError OwnerMissing(HttpContext context) => context.Request.RouteValues["kid"] is string keyId
        ? ApiErrors.NotFound("key", keyId)
        : ApiErrors.NotFound("project", (string)context.Request.RouteValues["pid"]!);

    private static string? ModelOf(RouteName id) =>
        id.Value.Length is > 3 and <= 260 && id.Value.StartsWith(LimitRow.IdPrefix, StringComparison.Ordinal) ? id.Value[LimitRow.IdPrefix.Length..] : null;

    private static LimitRow Empty(LimitOwner owner, string model) =>
        new() { OrganizationId = owner.OrganizationId, ProjectId = owner.ProjectId, KeyId = owner.KeyId, Model = model };

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
