using Farebox.Contracts;
using Farebox.Contracts.Limits;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;

namespace Farebox.Server.Limits;

/// <summary><c>/v1/system/tiers</c>, what an operator decides about an organization's, and what its own people see of that.</summary>
internal sealed class TierEndpoints(TierStore store, TierPlans plans, ChangeFeed changes, ILogger<TierEndpoints> logger)
{
    private const string OfOrganization = "/v1/system/organizations/{id}/tier";

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Limits");
        group.MapGet("/v1/system/tiers", List).RequireScopes(Scopes.SystemRead).WithSummary("List tiers").Produces<ListPage<Tier>>();
        group.MapGet("/v1/organization/tier", (Caller caller) => GetAsync(caller.OrganizationId))
            .RequireScopes(Scopes.OrganizationRead).WithSummary("Show the organization's own tier").Produces<OrganizationTier>();
        group.MapGet(OfOrganization, GetAsync).RequireScopes(Scopes.SystemRead).WithSummary("Show an organization's tier").Produces<OrganizationTier>();
        group.MapPost(OfOrganization, SetAsync).RequireScopes(Scopes.SystemWrite)
            .WithSummary("Pin an organization to a tier, or give it numbers of its own").Produces<OrganizationTier>();
        group.MapDelete(OfOrganization, ClearAsync).RequireScopes(Scopes.SystemWrite)
            .WithSummary("Let what an organization spends decide again").Produces<OrganizationTier>();
    }

    // A handful: all of them are one page.
    private IResult List()
    {
        var tiers = plans.Tiers.All.Select(tier =>
            new Tier { Id = tier.Name, FromSpentUsd = new NanoUsd(tier.FromSpentNano).ToString() }.With(tier.Numbers)).ToList();
        return Json(tiers.ToPage(tiers.Count, tier => tier.Id));
    }

    private async Task<IResult> GetAsync(string id)
    {
        var (exists, row) = await store.FindAsync(id);
        return exists ? await ShowAsync(id, row) : ApiErrors.NotFound("organization", id);
    }

    private async Task<IResult> SetAsync(string id, Caller caller, JsonBody<OrganizationTierRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var (numbers, error) = LimitWish.Numbers(body.Value);
        if (error is not null) return error;
        if (body.Value.Tier is { } name && plans.Tiers.Find(name) is null)
            return ApiErrors.Invalid("tier", $"There is no tier '{name}': there are {string.Join(", ", plans.Tiers.All.Select(tier => tier.Name))}.");
        if (body.Value.Tier is null && numbers.IsEmpty) return ApiErrors.Missing("tier");

        var (_, held) = await store.FindAsync(id);
        held ??= new TierRow { OrganizationId = id };
        var row = held.With(held.Numbers.With(numbers)) with { Tier = body.Value.Tier ?? held.Tier };
        if (!await store.SetAsync(row, caller.Actor)) return ApiErrors.NotFound("organization", id);
        Announce(id, caller, "set");
        return await ShowAsync(id, row);
    }

    private async Task<IResult> ClearAsync(string id, Caller caller)
    {
        if (!await store.ClearAsync(id, caller.Actor)) return ApiErrors.NotFound("organization", id);
        Announce(id, caller, "left to what it spends");
        return await ShowAsync(id, null);
    }

    // Its keys are not listed here: all are looked up anew. Operators do this now and then.
    private void Announce(string id, Caller caller, string change)
    {
        changes.AnnounceCredential(null);
        LimitsLog.TierChanged(logger, id, change, caller.Grant.KeyId);
    }

    private async Task<IResult> ShowAsync(string id, TierRow? row)
    {
        var spent = await plans.SpentAsync(id);
        var tier = plans.TierOf(row, spent);
        var isPinned = row?.Tier is not null;
        var next = isPinned ? null : plans.Tiers.After(spent);
        return Json(new OrganizationTier
        {
            OrganizationId = id, Tier = tier.Name, IsPinned = isPinned, SpentUsd = new NanoUsd(spent).ToString(), NextTier = next?.Name,
            NextTierFromSpentUsd = next is null ? null : new NanoUsd(next.FromSpentNano).ToString(),
        }.With((await plans.OfAsync(id, row)).Numbers));
    }

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
