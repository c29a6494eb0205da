using Farebox.Contracts;
using Farebox.Contracts.Upstreams;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Upstreams;

/// <summary><c>/v1/system/upstreams</c>: the operator's provider connections.</summary>
internal static class UpstreamEndpoints
{
    private const string What = "upstream";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/system/upstreams").WithTags("Upstreams");
        group.MapGet("", List).RequireScopes(Scopes.SystemRead).WithSummary("List upstreams").Produces<ListPage<Upstream>>();
        group.MapPost("", AddAsync).RequireScopes(Scopes.SystemWrite).WithSummary("Add an upstream").Produces<Upstream>();
        group.MapGet("{id}", Get).RequireScopes(Scopes.SystemRead).WithSummary("Show an upstream").Produces<Upstream>();
        group.MapPost("{id}", UpdateAsync).RequireScopes(Scopes.SystemWrite).WithSummary("Change an upstream").Produces<Upstream>();
        group.MapDelete("{id}", RemoveAsync).RequireScopes(Scopes.SystemWrite).WithSummary("Delete an upstream").Produces<Deleted>();
        group.MapPost("{id}/test", TestAsync).RequireScopes(Scopes.SystemWrite)
            .WithSummary("Ask an upstream for its models, changing nothing").Produces<UpstreamTest>();
        group.MapPost("{id}/discover", DiscoverAsync).RequireScopes(Scopes.SystemWrite)
            .WithSummary("Ask an upstream for its models and keep them").Produces<Upstream>();
    }

    private static IResult List(HttpRequest request, UpstreamRegistry registry, UpstreamHealth health)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;

        var all = registry.Current;
        var start = 0;
        if (page.After is { } after)
        {
            start = all.TakeWhile(upstream => upstream.Id != after).Count() + 1;
            if (start > all.Count) return ApiErrors.Invalid("after", $"'after' must be the id of an upstream: there is no '{after}'.");
        }

        var rows = all.Skip(start).Take(page.Limit + 1).Select(upstream => Show(upstream, health)).ToList();
        return Json(rows.ToPage(page.Limit, upstream => upstream.Id));
    }

    private static IResult Get(string id, UpstreamRegistry registry, UpstreamHealth health) =>
        registry.Find(id) is { } upstream ? Json(Show(upstream, health)) : ApiErrors.NotFound(What, id);

    private static async Task<IResult> AddAsync(
        Caller caller, JsonBody<UpstreamSettings> body, UpstreamRegistry registry, UpstreamHealth health, UpstreamStore store,
        UpstreamDiscovery discovery, IdSource ids, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if ((body.Error ?? UpstreamRules.CheckNew(body.Value)) is { } error) return error;

        var id = ids.Next("up_");
        if (await store.AddAsync(id, Normalized(body.Value), Now(clock), caller.Actor) == UpstreamWrite.NameTaken) return NameTaken(body.Value.Name!);
        await registry.ReloadAsync();
        return await DiscoveredAsync(id, caller, registry, health, discovery, cancellationToken);
    }

    private static async Task<IResult> UpdateAsync(
        string id, Caller caller, JsonBody<UpstreamSettings> body, UpstreamRegistry registry, UpstreamHealth health, UpstreamStore store,
        UpstreamDiscovery discovery, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (body.Error is not null) return body.Error;
        if (registry.Find(id) is not { } old) return ApiErrors.NotFound(What, id);

        var settings = body.Value;
        var isStored = old.Definition.Source == UpstreamSource.Stored;
        if ((isStored ? UpstreamRules.Check(settings) : UpstreamRules.CheckFound(old.Definition, settings)) is { } error) return error;

        var written = isStored
            ? await store.UpdateAsync(id, Normalized(settings), Now(clock), caller.Actor)
            : await store.OverrideAsync(id, settings.Enabled, settings.Position, Now(clock), caller.Actor);
        if (written == UpstreamWrite.NotFound) return ApiErrors.NotFound(What, id);
        if (written == UpstreamWrite.NameTaken) return NameTaken(settings.Name!);
        await registry.ReloadAsync();

        // Another address, another key or another list: what was known of its models may be wrong from now on.
        return settings is { BaseUrl: null, ApiKey: null, Models: null, Enabled: not true }
            ? Get(id, registry, health)
            : await DiscoveredAsync(id, caller, registry, health, discovery, cancellationToken);
    }

    private static async Task<IResult> RemoveAsync(string id, Caller caller, UpstreamRegistry registry, UpstreamStore store)
    {
        if (registry.Find(id) is { Definition.Source: not UpstreamSource.Stored } found)
            return ApiErrors.Conflict($"'{found.Name}' is not stored, so it cannot be deleted. Disable it instead.", "source");
        if (await store.RemoveAsync(id, caller.Actor) == UpstreamWrite.NotFound) return ApiErrors.NotFound(What, id);
        await registry.ReloadAsync();
        return Json(new Deleted("upstream.deleted", id));
    }

    private static async Task<IResult> TestAsync(string id, UpstreamRegistry registry, UpstreamHealth health, CancellationToken cancellationToken)
    {
        if (registry.Find(id) is not { } upstream) return ApiErrors.NotFound(What, id);

        var result = await UpstreamProbe.RunAsync(upstream.Connection, UpstreamDiscovery.Timeout, cancellationToken);
        if (result.Models is null) health.ReportFailure(id, result.Message);
        else health.ReportSuccess(id);
        return Json(new UpstreamTest(
            "upstream.test", id, result.Models is not null, (long)result.Duration.TotalMilliseconds, result.Models ?? [],
            result.Models is null ? health.Of(id).LastError! : result.Message));
    }

    private static async Task<IResult> DiscoverAsync(
        string id, Caller caller, UpstreamRegistry registry, UpstreamHealth health, UpstreamDiscovery discovery, CancellationToken cancellationToken)
    {
        if (registry.Find(id) is not { } upstream) return ApiErrors.NotFound(What, id);
        return upstream.Definition.ModelsListed
            ? ApiErrors.Conflict("The models of this upstream are listed, not discovered. Set 'models' to [] to have them discovered.", "models")
            : await DiscoveredAsync(id, caller, registry, health, discovery, cancellationToken);
    }

    /// <summary>Asks for the models and shows the upstream, whether it answered or not: its health tells.</summary>
    private static async Task<IResult> DiscoveredAsync(
        string id, Caller caller, UpstreamRegistry registry, UpstreamHealth health, UpstreamDiscovery discovery, CancellationToken cancellationToken)
    {
        await discovery.DiscoverAsync(id, caller.Actor, cancellationToken);
        return Get(id, registry, health);
    }

    private static Upstream Show(ConnectedUpstream upstream, UpstreamHealth health)
    {
        var definition = upstream.Definition;
        var condition = health.Of(upstream.Id);
        return new Upstream
        {
            Id = definition.Id, Name = definition.Name, Kind = definition.Kind, BaseUrl = definition.BaseUrl?.OriginalString,
            HasCredential = definition.HasCredential, Source = Word(definition.Source), Enabled = definition.Enabled, Position = definition.Position,
            Models = [.. upstream.Models.Select(model => model.Name)], ModelsListed = definition.ModelsListed, AsksUsage = definition.AsksUsage,
            Free = definition.Free,
            Health = Word(condition.Status), LastError = condition.LastError,
            LastErrorAt = condition.FailedAt?.ToUnixTimeSeconds(), CreatedAt = definition.CreatedAt / 1000,
        };
    }

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static UpstreamSettings Normalized(UpstreamSettings settings) => settings.BaseUrl is { } url
        ? settings with { BaseUrl = UpstreamRules.ParseBaseUrl(url)!.OriginalString }
        : settings;

    private static ApiError NameTaken(string name) => ApiErrors.Conflict($"An upstream named '{name}' exists already.", "name");

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);

    private static long Now(TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
