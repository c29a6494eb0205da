using Farebox.Contracts;
using Farebox.Contracts.Budgets;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Budgets;

/// <summary><c>/v1/organization/spend_events</c>. An API key or access token sees those of its own project.</summary>
internal static class SpendEventEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/organization/spend_events", ListAsync).RequireScopes(Scopes.BillingRead)
        .WithTags("Budgets").WithSummary("List budgets that came near their limits, and low balances").Produces<ListPage<SpendEvent>>();

    private static async Task<IResult> ListAsync(HttpRequest request, Caller caller, SpendEventStore store)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;
        var rows = await store.ListAsync(caller.OrganizationId, caller.ProjectId, page);
        return Results.Json(rows.ConvertAll(row => row.ToContract()).ToPage(page.Limit, spendEvent => spendEvent.Id), FareboxJson.Options);
    }
}
