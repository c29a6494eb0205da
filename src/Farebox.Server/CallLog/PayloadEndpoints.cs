using Farebox.Contracts;
using Farebox.Contracts.CallLog;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.CallLog;

/// <summary>Deleting payloads for good: of one call, or of all calls of a span of time.</summary>
internal sealed class PayloadEndpoints(
    PayloadWriter writer, PayloadQueryStore payloads, PayloadDeletion deletion, TimeProvider clock, ILogger<PayloadEndpoints> logger)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/organization/request_logs").WithTags("Call log").RequireScopes(Scopes.OrganizationWrite);
        group.MapDelete("{id}/payload", DeleteAsync).WithSummary("Delete what was kept of a call; its usage record stays").Produces<Deleted>();
        group.MapDelete("payloads", DeleteSpanAsync)
            .WithSummary("Delete what was kept of the calls of a span of time; their usage records stay").Produces<DeletedPayloads>();
    }

    private async Task<IResult> DeleteAsync(string id, Caller caller)
    {
        // Behind what still waits to be written, so that it is found.
        await writer.OrderAsync(_ => true);
        if (RequestId.TryParse(id) is not { } requestId
            || await payloads.FindAsync(caller.OrganizationId, caller.ProjectId, requestId, CancellationToken.None) is not { } row)
            return ApiErrors.NotFound("payload", id);
        await RunAsync(caller, Order(caller, row.ProjectId) with { RequestId = row.RequestId });
        return Results.Json(new Deleted("organization.request_log.payload.deleted", id), FareboxJson.Options);
    }

    private async Task<IResult> DeleteSpanAsync(HttpRequest request, Caller caller)
    {
        var query = new QueryText(request.Query);
        query.AllowOnly(["start_time", "end_time", "project_id"]);
        if (query.Text("start_time") is null) query.Miss("start_time");
        if (query.Text("end_time") is null) query.Miss("end_time");
        var (from, to) = (query.Seconds("start_time") * 1000, query.Seconds("end_time") * 1000);
        if (to <= from) query.Fail("end_time", "'end_time' must be after 'start_time'.");
        if (query.Error is not null) return query.Error;
        var deleted = await RunAsync(caller, Order(caller, query.Text("project_id")) with { FromMs = from, ToMs = to });
        return Results.Json(new DeletedPayloads("organization.request_log.payloads.deleted", deleted), FareboxJson.Options);
    }

    private DeletionRow Order(Caller caller, string? projectId) => new()
    {
        OrderedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(), OrganizationId = caller.OrganizationId, ProjectId = projectId,
    };

    private async Task<long> RunAsync(Caller caller, DeletionRow order)
    {
        var deleted = await deletion.RunAsync(order, caller.Actor);
        CallLogLog.Deleted(logger, deleted, caller.OrganizationId, caller.Grant.KeyId);
        return deleted;
    }
}
