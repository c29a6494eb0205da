using Farebox.Contracts;
using Farebox.Contracts.Usage;

namespace Farebox.Client.Usage;

/// <summary>Usage records, one per model call.</summary>
public sealed class LogsClient
{
    private const string Root = "/organization/request_logs";
    private readonly ApiTransport _transport;

    internal LogsClient(ApiTransport transport) => _transport = transport;

    public Task<ApiResult<ListPage<RequestLog>>> ListAsync(LogFilter? filter = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<RequestLog>>(Root + (filter ?? new()).ToQuery(), cancel);

    /// <param name="requestId">The call's <c>x-request-id</c>.</param>
    public Task<ApiResult<RequestLog>> GetAsync(string requestId, CancellationToken cancel = default) =>
        _transport.GetAsync<RequestLog>($"{Root}/{PathSegment.Of(requestId)}", cancel);
}
