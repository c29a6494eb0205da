using Farebox.Contracts;
using Farebox.Contracts.CallLog;
using Farebox.Kernel.CallLog;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.CallLog;

/// <summary>What is kept of the calls of an organization and of a project.</summary>
internal sealed class CallLogEndpoints(CallLogSettingsStore store, PayloadUpkeep upkeep, ChangeFeed changes, ILogger<CallLogEndpoints> logger)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes.MapGroup("/v1/organization/call_log"), Scopes.OrganizationWrite);
        Map(routes.MapGroup("/v1/organization/projects/{pid}/call_log"), Scopes.ProjectsWrite);
    }

    private void Map(RouteGroupBuilder group, Scopes write)
    {
        group.WithTags("Call log");
        group.MapGet("", GetAsync).RequireScopes(Scopes.LogsRead)
            .WithSummary("Show what is kept of calls besides their usage records, and for how long").Produces<CallLogSettings>();
        group.MapPatch("", ChangeAsync).RequireScopes(write)
            .WithSummary("Set what is kept of calls: nothing, redacted or all").Produces<CallLogSettings>();
    }

    private async Task<IResult> GetAsync(HttpContext context, Caller caller)
    {
        var pid = (string?)context.Request.RouteValues["pid"];
        if (caller.ProjectId is { } own && pid is not null && pid != own) return ApiErrors.NotFound("project", pid);
        return await store.FindAsync(caller.OrganizationId, pid ?? "") is { } rows ? Show(rows) : ApiErrors.NotFound("project", pid!);
    }

    private async Task<IResult> ChangeAsync(HttpContext context, Caller caller, JsonBody<CallLogRequest> body)
    {
        var pid = (string?)context.Request.RouteValues["pid"];
        if ((body.Error ?? CallLogWish.Check(body.Value, pid is not null)) is { } error) return error;
        if (await store.ChangeAsync(caller.OrganizationId, pid ?? "", caller.Actor, row => CallLogWish.Apply(body.Value, row)) is not { } rows)
            return ApiErrors.NotFound("project", pid!);

        // Before the answer: when it arrives, the next call goes by the change.
        changes.AnnounceCredential(null);
        upkeep.Wake();
        CallLogLog.Changed(logger, pid ?? caller.OrganizationId, caller.Grant.KeyId);
        return Show(rows);
    }

    private static IResult Show((CallLogRow Organization, CallLogRow Project) rows)
    {
        var ofProject = rows.Project.ProjectId.Length > 0;
        var own = ofProject ? rows.Project : rows.Organization;
        var (mode, days) = CallLogRules.Effective(rows.Organization.Setting, rows.Project.Setting);
        return Results.Json(
            new CallLogSettings
            {
                Object = ofProject ? "project.call_log" : "organization.call_log",
                ProjectId = ofProject ? own.ProjectId : null,
                Policy = own.Setting.Mode is { } set ? CallLogWords.Of(set) : null,
                RetentionDays = own.Setting.RetentionDays,
                UsageRetentionDays = (int?)own.UsageRetentionDays,
                Patterns = own.PatternList,
                EffectivePolicy = CallLogWords.Of(mode),
                EffectiveRetentionDays = days,
                EffectivePatterns = CallLogRules.Patterns(rows.Organization.PatternList, rows.Project.PatternList),
            }, FareboxJson.Options);
    }
}
