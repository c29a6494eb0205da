using Farebox.Contracts;
using Farebox.Contracts.Audit;

namespace Farebox.Client.Audit;

/// <summary>Who changed what.</summary>
public sealed class AuditClient
{
    private readonly ApiTransport _transport;

    internal AuditClient(ApiTransport transport) => _transport = transport;

    /// <summary>In the organization, newest first.</summary>
    public Task<ApiResult<ListPage<AuditEvent>>> ListAsync(AuditFilter? filter = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<AuditEvent>>("/organization/audit_logs" + (filter ?? new()).ToQuery(), cancel);

    /// <summary>In the whole installation, newest first, for operators.</summary>
    public Task<ApiResult<ListPage<AuditEvent>>> ListAllAsync(AuditFilter? filter = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<AuditEvent>>("/system/audit_logs" + (filter ?? new()).ToQuery(), cancel);

    /// <summary>One event of the organization.</summary>
    public Task<ApiResult<AuditEvent>> GetAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<AuditEvent>("/organization/audit_logs/" + PathSegment.Of(id), cancel);

    /// <summary>One event of the whole installation, for operators.</summary>
    public Task<ApiResult<AuditEvent>> GetOfAllAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<AuditEvent>("/system/audit_logs/" + PathSegment.Of(id), cancel);

    /// <summary>Proves that the log is as it was written, for operators. It reads all of it.</summary>
    public Task<ApiResult<AuditProof>> ProveAsync(CancellationToken cancel = default) => _transport.GetAsync<AuditProof>("/system/audit_proof", cancel);
}
