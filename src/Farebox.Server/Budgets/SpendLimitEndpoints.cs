using Farebox.Contracts;
using Farebox.Contracts.Budgets;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;

namespace Farebox.Server.Budgets;

/// <summary>OpenAI's spend limits of an organization and a project: their monthly budgets in USD, by another name.</summary>
internal sealed class SpendLimitEndpoints(
    BudgetStore store, BudgetStates states, IdSource ids, TimeProvider clock, ChangeFeed changes, ILogger<SpendLimitEndpoints> logger)
{
    private const long NanoPerCent = NanoUsd.PerUsd / 100;
    private const long MaxCents = long.MaxValue / NanoPerCent;

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var root in new[] { "/v1/organization/spend_limit", "/v1/organization/projects/{pid}/spend_limit" })
        {
            var group = routes.MapGroup(root).WithTags("Budgets");
            group.MapGet("", GetAsync).RequireScopes(Scopes.BillingRead)
                .WithSummary("Show the monthly budget in USD, in OpenAI's shape").Produces<SpendLimit>();
            group.MapPost("", SetAsync).RequireScopes(Scopes.BillingWrite)
                .WithSummary("Set the monthly budget in USD, in OpenAI's shape").Produces<SpendLimit>();
            group.MapDelete("", DeleteAsync).RequireScopes(Scopes.BillingWrite)
                .WithSummary("Remove the monthly budget in USD, in OpenAI's shape").Produces<SpendLimitDeleted>();
        }
    }

    private async Task<IResult> GetAsync(HttpContext context, Caller caller) =>
        OwnerOf(context, caller) is { } owner && await FindAsync(owner) is { } row
            ? await ShowAsync(row, context.RequestAborted)
            : NoLimit(context);

    private async Task<IResult> SetAsync(HttpContext context, Caller caller, JsonBody<SpendLimitRequest> body)
    {
        if (body.Error is not null) return body.Error;
        if (Check(body.Value) is { } error) return error;
        if (OwnerOf(context, caller) is not { } owner) return NoProject(context);
        var change = await store.AddAsync(
            new BudgetRow
            {
                Id = ids.Next("budget_"),
                OrganizationId = owner.OrganizationId,
                ProjectId = owner.ProjectId,
                KeyId = "",
                Unit = (long)LedgerUnit.NanoUsd,
                Period = (long)BudgetPeriod.Month,
                MaxAmount = body.Value.ThresholdAmount!.Value * NanoPerCent,
                CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            },
            caller.Actor, replace: true);
        if (change.Outcome != BudgetOutcome.Done) return NoProject(context);
        Announce(change, caller, "set");
        return await ShowAsync(change.Row!, context.RequestAborted);
    }

    private async Task<IResult> DeleteAsync(HttpContext context, Caller caller)
    {
        if (OwnerOf(context, caller) is not { } owner || await FindAsync(owner) is not { } row) return NoLimit(context);
        var change = await store.DeleteAsync(owner, row.Id, caller.Actor);
        if (change.Outcome != BudgetOutcome.Done) return NoLimit(context);
        Announce(change, caller, "removed");
        return Json(new SpendLimitDeleted(ObjectOf(row) + ".deleted"));
    }

    private async Task<IResult> ShowAsync(BudgetRow row, CancellationToken cancellationToken)
    {
        var state = await states.OfAsync(row.ToBudget(), cancellationToken);
        var enforcement = new SpendLimitEnforcement(state.Left == "0" ? "enforcing" : "inactive");
        return Json(new SpendLimit(ObjectOf(row), row.MaxAmount / NanoPerCent, "USD", "month", enforcement));
    }

    private Task<BudgetRow?> FindAsync(BudgetOwner owner) => store.FindAsync(owner, LedgerUnit.NanoUsd, BudgetPeriod.Month);

    private void Announce(BudgetChange change, Caller caller, string verb)
    {
        BudgetRoutes.Announce(changes, change);
        BudgetsLog.Changed(logger, change.Row!.Id, change.Row.ToBudget().SubjectId, verb, caller.Grant.KeyId);
    }

    private static ApiError? Check(SpendLimitRequest request)
    {
        if (request.ThresholdAmount is null) return ApiErrors.Missing("threshold_amount");
        if (request.Currency is null) return ApiErrors.Missing("currency");
        if (request.Interval is null) return ApiErrors.Missing("interval");
        if (request.ThresholdAmount is < 1 or > MaxCents)
            return ApiErrors.Invalid("threshold_amount", $"'threshold_amount' must be from 1 to {MaxCents} cents.");
        if (request.Currency != "USD") return ApiErrors.Invalid("currency", "'currency' must be USD.");
        return request.Interval == "month" ? null : ApiErrors.Invalid(
            "interval", "'interval' must be month. Limits per day and for good are budgets: see /v1/organization/budgets.");
    }

    private static BudgetOwner? OwnerOf(HttpContext context, Caller caller) => BudgetRoutes.Owner(caller, ProjectOf(context), null);

    private static string? ProjectOf(HttpContext context) => (string?)context.Request.RouteValues["pid"];

    private static string ObjectOf(BudgetRow row) => row.ProjectId.Length > 0 ? "project.spend_limit" : "organization.spend_limit";

    private static ApiError NoProject(HttpContext context) => BudgetRoutes.OwnerMissing(ProjectOf(context), null);

    private static ApiError NoLimit(HttpContext context) => ApiErrors.NotFound("spend limit", ProjectOf(context) ?? "organization");

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
