using Farebox.Contracts;
using Farebox.Contracts.Limits;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Limits;

/// <summary><c>GET /v1/organization/limits</c>: the limits on all calls of an organization, its tier's too, and how much of each is used.</summary>
internal sealed class LimitUsageEndpoint(LimitStore store, TierStore tiers, TierPlans plans, LimitStates states)
{
    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/organization/limits", ListAsync)
        .RequireScopes(Scopes.OrganizationRead).WithTags("Limits")
        .WithSummary("Show how much of the organization's limits is used, its tier's too").Produces<ListPage<LimitStatus>>();

    private async Task<IResult> ListAsync(Caller caller)
    {
        var organization = caller.OrganizationId;
        var (_, decided) = await tiers.FindAsync(organization);
        var rows = await store.ListAsync(new LimitOwner(organization, "", "")) ?? [];
        var all = await states.OfAsync([await plans.OfAsync(organization, decided), .. rows.Select(row => row.ToPlan())]);

        // As many as there are numbers set: all of them are one page.
        return Results.Json(new ListPage<LimitStatus>(all, null, null, false), FareboxJson.Options);
    }
}
