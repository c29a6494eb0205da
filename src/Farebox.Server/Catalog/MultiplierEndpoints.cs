using Farebox.Contracts;
using Farebox.Contracts.Models;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Pricing;
using Farebox.Server.Platform;

namespace Farebox.Server.Catalog;

/// <summary><c>/v1/system/multipliers</c>: factors on the prices of a model, or on all prices for an organization.</summary>
internal sealed class MultiplierEndpoints(
    PriceStore store, ICatalogSource source, ChangeFeed changes, IdSource ids, TimeProvider clock, ILogger<MultiplierEndpoints> logger)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/system/multipliers").WithTags("Prices");
        group.MapGet("", ListAsync).RequireScopes(Scopes.SystemRead).WithSummary("List versions of multipliers").Produces<ListPage<PriceMultiplier>>();
        group.MapPost("", SetAsync).RequireScopes(Scopes.SystemWrite).WithSummary("Set a multiplier").Produces<PriceMultiplier>();
    }

    // Parameters of a query are named as the members are: in snake_case, which no C# name is.
    private async Task<IResult> ListAsync(HttpRequest request, string? model)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;

        var organization = request.Query["organization_id"].ToString();
        var rows = await store.ListMultipliersAsync(string.IsNullOrEmpty(model) ? null : model, organization.Length == 0 ? null : organization);
        if (PageOf.After(rows, page, row => row.Id) is not { } shown) return PageOf.UnknownAfter(page, "multiplier");
        var nowMs = Now();
        return Results.Json(shown.ConvertAll(row => Show(row, rows, nowMs)).ToPage(page.Limit, multiplier => multiplier.Id), FareboxJson.Options);
    }

    private async Task<IResult> SetAsync(Caller caller, JsonBody<MultiplierRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var (model, organization) = (body.Value.Model, body.Value.OrganizationId);
        if (model is null == organization is null)
            return ApiErrors.Invalid("model", "A multiplier is of a model or of an organization: give 'model' or 'organization_id'.");
        if (model is not null && PriceRules.CheckModel(model, source.View.Callable) is { } wrongModel) return wrongModel;
        var (parts, wrongNumber) = PriceRules.ReadMultiplier(body.Value.Multiplier);
        if (wrongNumber is not null) return wrongNumber;
        var nowMs = Now();
        var (fromMs, wrongTime) = PriceRules.Begin(body.Value.EffectiveFrom, nowMs);
        if (wrongTime is not null) return wrongTime;

        var row = new MultiplierRow
        {
            Id = ids.Next("mult_"), Model = model, OrganizationId = organization, PartsPerMillion = parts, EffectiveFrom = fromMs, CreatedAt = nowMs,
        };
        if (!await store.AddAsync(row, Show(row, [row], nowMs), caller.Actor)) return ApiErrors.NotFound("organization", organization!);
        await changes.AnnounceCatalogAsync();
        PriceLog.MultiplierSet(logger, row.Id, row.Subject, caller.Grant.KeyId);
        return Results.Json(Show(row, [row], Now()), FareboxJson.Options);
    }

    private static PriceMultiplier Show(MultiplierRow row, List<MultiplierRow> rows, long nowMs)
    {
        var newest = rows.Where(other => other.Model == row.Model && other.OrganizationId == row.OrganizationId && other.EffectiveFrom <= nowMs)
            .MaxBy(other => (other.EffectiveFrom, other.Sequence));
        return new PriceMultiplier
        {
            Id = row.Id, Model = row.Model, OrganizationId = row.OrganizationId, Multiplier = MultiplierText.Format(row.PartsPerMillion),
            State = VersionState.Of(row.EffectiveFrom, nowMs, newest?.Id == row.Id), EffectiveFrom = row.EffectiveFrom / 1000,
            CreatedAt = row.CreatedAt / 1000,
        };
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
