using Farebox.Contracts;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.CallLog;

/// <summary>Deleting payloads for good: of one call, or of all calls of a span of time.</summary>
internal sealed class PayloadEndpoints(
    PayloadWriter writer, PayloadQueryStore payloads, CallLogSettingsStore settings, ILogger<PayloadEndpoints> logger)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/organization/request_logs").WithTags("Call log").RequireScopes(Scopes.OrganizationWrite);
        group.MapDelete("{id}/payload", DeleteAsync).WithSummary("Delete what was kept of a call; its usage record stays").Produces<Deleted>();
        group.MapDelete("payloads", DeleteSpanAsync)
            .WithSummary("Delete what was kept of the calls of a span of time; their usage records stay").Produces<Contracts.CallLog.DeletedPayloads>();
    }

    private async Task<IResult> DeleteAsync(string id, Caller caller)
    {
        // Behind what the writer still has to write, so that it is found.
        await writer.OrderAsync(_ => true);
        if (RequestId.TryParse(id) is not { } requestId
            || await payloads.FindAsync(caller.OrganizationId, caller.ProjectId, requestId, CancellationToken.None) is not { } row)
            return ApiErrors.NotFound("payload", id);
        await settings.NoteDeletionAsync(caller.Actor, new AuditObject(id, caller.OrganizationId, row.ProjectId), new { RequestId = id });
        var deleted = await writer.OrderAsync(store =>
        {
            var count = store.Delete(caller.OrganizationId, requestId.ToBytes());
            if (count > 0) store.Checkpoint();
            return count;
        });
        if (deleted == 0) return ApiErrors.NotFound("payload", id);
        CallLogLog.Deleted(logger, deleted, caller.OrganizationId, caller.Grant.KeyId);
        return Results.Json(new Deleted("organization.request_log.payload.deleted", id), FareboxJson.Options);
    }

    private async Task<IResult> DeleteSpanAsync(HttpRequest request, Caller caller)
    {
        var query = new QueryText(request.Query);
        query.AllowOnly(["start_time", "end_time", "project_id"]);
        if (query.Text("start_time") is null) query.Miss("start_time");
        if (query.Text("end_time") is null) query.Miss("end_time");
        var (from, to, projectId) = (query.Seconds("start_time") * 1000, query.Seconds("end_time") * 1000, query.Text("project_id"));
        if (to <= from) query.Fail("end_time", "'end_time' must be after 'start_time'.");
        if (query.Error is not null) return query.Error;

        await settings.NoteDeletionAsync(
            caller.Actor, new AuditObject(projectId ?? caller.OrganizationId, caller.OrganizationId, projectId), new { StartTime = from / 1000, EndTime = to / 1000 });
        var deleted = 0L;
        while (await writer.OrderAsync(store => store.Delete(caller.OrganizationId, projectId, from!.Value, to!.Value)) is var count and > 0)
            deleted += count;
        if (deleted > 0) await writer.OrderAsync(Checkpoint);
        CallLogLog.Deleted(logger, deleted, caller.OrganizationId, caller.Grant.KeyId);
        return Results.Json(new Contracts.CallLog.DeletedPayloads("organization.request_log.payloads.deleted", deleted), FareboxJson.Options);
    }

    private static bool Checkpoint(PayloadStore store)
    {
        store.Checkpoint();
        return true;
    }
}
