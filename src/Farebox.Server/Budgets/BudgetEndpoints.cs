using Farebox.Contracts;
using Farebox.Contracts.Budgets;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Budgets;

/// <summary>The budgets of an organization, of a project and of a key: the same verbs on three roots.</summary>
internal sealed class BudgetEndpoints(
    BudgetStore store, BudgetStates states, IdSource ids, TimeProvider clock, ChangeFeed changes, ILogger<BudgetEndpoints> logger)
{
    private const string What = "budget";

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        MapVerbs(routes.MapGroup("/v1/organization/budgets"));
        MapVerbs(routes.MapGroup("/v1/organization/projects/{pid}/budgets"));
        MapVerbs(routes.MapGroup("/v1/organization/projects/{pid}/api_keys/{kid}/budgets"));
    }

    private void MapVerbs(RouteGroupBuilder group)
    {
        group.WithTags("Budgets");
        group.MapGet("", ListAsync).RequireScopes(Scopes.BillingRead)
            .WithSummary("List budgets with what is left of each").Produces<ListPage<BudgetStatus>>();
        group.MapPost("", CreateAsync).RequireScopes(Scopes.BillingWrite)
            .WithSummary("Limit what may be spent, or how many calls may be made, per day, month or for good").Produces<BudgetStatus>();
        group.MapGet("{id}", GetAsync).RequireScopes(Scopes.BillingRead)
            .WithSummary("Show a budget with what is left of it").Produces<BudgetStatus>();
        group.MapPost("{id}", UpdateAsync).RequireScopes(Scopes.BillingWrite)
            .WithSummary("Change a budget's limit").Produces<BudgetStatus>();
        group.MapDelete("{id}", DeleteAsync).RequireScopes(Scopes.BillingWrite)
            .WithSummary("Remove a budget").Produces<Deleted>();
    }

    private async Task<IResult> ListAsync(HttpContext context, Caller caller)
    {
        var (pid, kid) = Named(context);
        if (BudgetRoutes.Owner(caller, pid, kid) is not { } owner || await store.ListAsync(owner) is not { } rows)
            return BudgetRoutes.OwnerMissing(pid, kid);

        // At most one per unit and period: all of them are one page.
        var page = await states.OfAsync(rows.Select(row => row.ToBudget()), context.RequestAborted);
        return Json(page.ToPage(Math.Max(1, page.Count), budget => budget.Id));
    }

    private async Task<IResult> CreateAsync(HttpContext context, Caller caller, JsonBody<CreateBudgetRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var (pid, kid) = Named(context);
        if (BudgetRoutes.Owner(caller, pid, kid) is not { } owner) return BudgetRoutes.OwnerMissing(pid, kid);
        var (wish, error) = BudgetWish.Read(body.Value);
        if (error is not null) return error;

        var change = await store.AddAsync(new BudgetRow
        {
            Id = ids.Next("budget_"),
            OrganizationId = owner.OrganizationId,
            ProjectId = owner.ProjectId,
            KeyId = owner.KeyId,
            Unit = (long)wish.Unit,
            Period = (long)wish.Period,
            MaxAmount = wish.MaxAmount,
            CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        }, caller.Actor);
        return change.Outcome switch
        {
            BudgetOutcome.OwnerMissing => BudgetRoutes.OwnerMissing(pid, kid),
            BudgetOutcome.Taken => ApiErrors.Conflict(
                $"There is a budget of this unit and period already: {change.Row!.Id}. Change its limit, or remove it.", "period"),
            _ => await AnswerAsync(change, caller, "created", context.RequestAborted),
        };
    }

    private async Task<IResult> GetAsync(HttpContext context, Caller caller, string id)
    {
        var (pid, kid) = Named(context);
        return BudgetRoutes.Owner(caller, pid, kid) is { } owner && await store.FindAsync(owner, id) is { } row
            ? Json(await states.OfAsync(row.ToBudget(), context.RequestAborted))
            : ApiErrors.NotFound(What, id);
    }

    private async Task<IResult> UpdateAsync(HttpContext context, Caller caller, string id, JsonBody<UpdateBudgetRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var (pid, kid) = Named(context);
        if (BudgetRoutes.Owner(caller, pid, kid) is not { } owner || await store.FindAsync(owner, id) is not { } row)
            return ApiErrors.NotFound(What, id);
        var (wish, error) = BudgetWish.Read(body.Value, row);
        if (error is not null) return error;
        var change = await store.UpdateAsync(owner, id, wish.MaxAmount, caller.Actor);
        return change.Outcome == BudgetOutcome.Done
            ? await AnswerAsync(change, caller, "changed", context.RequestAborted)
            : ApiErrors.NotFound(What, id);
    }

    private async Task<IResult> DeleteAsync(HttpContext context, Caller caller, string id)
    {
        var (pid, kid) = Named(context);
        if (BudgetRoutes.Owner(caller, pid, kid) is not { } owner) return ApiErrors.NotFound(What, id);
        var change = await store.DeleteAsync(owner, id, caller.Actor);
        if (change.Outcome != BudgetOutcome.Done) return ApiErrors.NotFound(What, id);
        Announce(change, caller, "removed");
        return Json(new Deleted("organization.budget.deleted", id));
    }

    private async Task<IResult> AnswerAsync(BudgetChange change, Caller caller, string verb, CancellationToken cancellationToken)
    {
        Announce(change, caller, verb);
        return Json(await states.OfAsync(change.Row!.ToBudget(), cancellationToken));
    }

    private void Announce(BudgetChange change, Caller caller, string verb)
    {
        BudgetRoutes.Announce(changes, change);
        BudgetsLog.Changed(logger, change.Row!.Id, change.Row.ToBudget().SubjectId, verb, caller.Grant.KeyId);
    }

    private static (string? ProjectId, string? KeyId) Named(HttpContext context) =>
        ((string?)context.Request.RouteValues["pid"], (string?)context.Request.RouteValues["kid"]);

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
