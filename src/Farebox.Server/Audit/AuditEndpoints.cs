using Farebox.Contracts;
using Farebox.Contracts.Audit;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Audit;

/// <summary><c>/v1/organization/audit_logs</c>, in OpenAI's shape, and <c>/v1/system/audit_logs</c> for operators: of all organizations.</summary>
internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/organization/audit_logs", (HttpRequest request, Caller caller, AuditStore store, CancellationToken cancellationToken) =>
                ListAsync(request, caller.OrganizationId, store, cancellationToken))
            .RequireScopes(Scopes.AuditRead).WithTags("Audit")
            .WithSummary("List who changed what in the organization, newest first").Produces<ListPage<AuditEvent>>();
        routes.MapGet("/v1/system/audit_logs", (HttpRequest request, AuditStore store, CancellationToken cancellationToken) =>
                ListAsync(request, null, store, cancellationToken))
            .RequireScopes(Scopes.AuditRead | Scopes.SystemRead).WithTags("Audit")
            .WithSummary("List who changed what in the whole installation, newest first").Produces<ListPage<AuditEvent>>();
        routes.MapGet("/v1/organization/audit_logs/{id}", (string id, Caller caller, AuditStore store, CancellationToken cancellationToken) =>
                GetAsync(id, caller.OrganizationId, store, cancellationToken))
            .RequireScopes(Scopes.AuditRead).WithTags("Audit").WithSummary("Show one event of the organization's audit log").Produces<AuditEvent>();
        routes.MapGet("/v1/system/audit_logs/{id}", (string id, AuditStore store, CancellationToken cancellationToken) =>
                GetAsync(id, null, store, cancellationToken))
            .RequireScopes(Scopes.AuditRead | Scopes.SystemRead).WithTags("Audit").WithSummary("Show one event of the audit log").Produces<AuditEvent>();
        routes.MapGet("/v1/system/audit_proof", async (AuditProver prover) => Json(await prover.ProveAsync()))
            .RequireScopes(Scopes.AuditRead | Scopes.SystemRead).WithTags("Audit")
            .WithSummary("Prove that the audit log is as it was written").Produces<AuditProof>();
    }

    private static async Task<IResult> GetAsync(string id, string? organizationId, AuditStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(organizationId, id, cancellationToken) is { } row ? Json(row.ToContract()) : ApiErrors.NotFound("audit event", id);

    private static async Task<IResult> ListAsync(HttpRequest request, string? organizationId, AuditStore store, CancellationToken cancellationToken)
    {
        var (filter, error) = AuditFilter.Read(request, organizationId);
        if (error is not null) return error;
        if (filter.IsEmpty) return Json(new ListPage<AuditEvent>([], null, null, false));
        if (await store.ListAsync(filter, cancellationToken) is not { } rows)
        {
            var name = filter.After is null ? "before" : "after";
            return ApiErrors.Invalid(name, $"'{name}' must be the id of an audit event: there is no '{filter.After ?? filter.Before}'.");
        }

        // Read backwards, the row too many stands ahead of the page.
        var isMore = rows.Count > filter.Limit;
        if (isMore) rows.RemoveAt(filter is { Before: not null, After: null } ? 0 : rows.Count - 1);
        var events = rows.ConvertAll(row => row.ToContract());
        return Json(new ListPage<AuditEvent>(events, events.FirstOrDefault()?.Id, events.LastOrDefault()?.Id, isMore));
    }

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
