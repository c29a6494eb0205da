using Farebox.Contracts;
using Farebox.Contracts.Models;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Catalog;

/// <summary><c>/v1/system/prices</c>: every version of every price, the list's and the operator's.</summary>
internal sealed class PriceEndpoints(
    PriceStore store, PriceList list, ICatalogSource source, ChangeFeed changes, IdSource ids, TimeProvider clock, ILogger<PriceEndpoints> logger)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/system/prices").WithTags("Prices");
        group.MapGet("", ListAsync).RequireScopes(Scopes.SystemRead).WithSummary("List versions of prices").Produces<ListPage<ModelPrice>>();
        group.MapPost("", SetAsync).RequireScopes(Scopes.SystemWrite).WithSummary("Set a model's price").Produces<ModelPrice>();
    }

    private async Task<IResult> ListAsync(HttpRequest request, string? model)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;

        var rows = await store.ListAsync(string.IsNullOrEmpty(model) ? null : model);
        if (PageOf.After(rows, page, row => row.Id) is not { } shown) return PageOf.UnknownAfter(page, "price");
        var nowMs = Now();
        return Results.Json(shown.ConvertAll(row => Show(row, rows, nowMs)).ToPage(page.Limit, price => price.Id), FareboxJson.Options);
    }

    private async Task<IResult> SetAsync(Caller caller, JsonBody<PriceRequest> body)
    {
        if ((body.Error ?? PriceRules.CheckModel(body.Value.Model, source.View.Callable)) is { } error) return error;
        var nowMs = Now();
        var (fromMs, wrongTime) = PriceRules.Begin(body.Value.EffectiveFrom, nowMs);
        if (wrongTime is not null) return wrongTime;
        var id = ids.Next("price_");
        var (price, wrongPrice) = PriceRules.ReadPrice(body.Value, id);
        if (wrongPrice is not null) return wrongPrice;

        var row = PriceRow.Of(id, body.Value.Model!, PriceRow.OfOperator, fromMs, price) with { Note = body.Value.Note, CreatedAt = nowMs };
        await store.AddAsync(row, Show(row, [row], nowMs), caller.Actor);
        await changes.AnnounceCatalogAsync();
        PriceLog.PriceSet(logger, id, row.Model, caller.Grant.KeyId);
        return Results.Json(Show(row, [row], Now()), FareboxJson.Options);
    }

    /// <param name="rows">All versions of the model, for which of them is in effect.</param>
    private ModelPrice Show(PriceRow row, List<PriceRow> rows, long nowMs) => new()
    {
        Id = row.Id, Model = row.Model, Origin = row.Origin, State = StateOf(row, rows, nowMs), EndsOwnPrice = row.EndsOwn,
        EffectiveFrom = row.EffectiveFrom == 0 ? null : row.EffectiveFrom / 1000, Source = row.Source, AsOf = row.AsOf, Via = row.Via?.Split(' '),
        Note = row.Note, CreatedAt = row.CreatedAt / 1000, Input = row.Price?.Input.ToString(), CachedInput = row.Price?.CachedInput?.ToString(),
        CacheWrite = row.Price?.CacheWrite?.ToString(), Output = row.Price?.Output.ToString(), Reasoning = row.Price?.Reasoning?.ToString(),
        PerImage = row.Price?.PerImage.ToString(), PerAudioMinute = row.Price?.PerAudioMinute.ToString(), PerRequest = row.Price?.PerRequest.ToString(),
    };

    private string StateOf(PriceRow row, List<PriceRow> rows, long nowMs)
    {
        if (row.Origin == PriceRow.OfList)
        {
            return !list.Contains(row.Id) ? VersionState.Inactive
                : row.EffectiveFrom > nowMs ? VersionState.Scheduled
                : source.Prices.At(row.Model, nowMs)?.Price?.Version == row.Id ? VersionState.InEffect : VersionState.Inactive;
        }

        // The newest of the operator's words counts, the end of the own price among them.
        var newest = rows.Where(other => other.Origin == PriceRow.OfOperator && other.Model == row.Model && other.EffectiveFrom <= nowMs)
            .MaxBy(other => (other.EffectiveFrom, other.Sequence));
        return VersionState.Of(row.EffectiveFrom, nowMs, isNewest: newest?.Id == row.Id);
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
