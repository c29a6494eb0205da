using Farebox.Contracts;
using Farebox.Contracts.Upstreams;

namespace Farebox.Client.Upstreams;

/// <summary>Provider connections, for operators.</summary>
public sealed class UpstreamsClient
{
    private const string Root = "/system/upstreams";
    private readonly ApiTransport _transport;

    internal UpstreamsClient(ApiTransport transport) => _transport = transport;

    public Task<ApiResult<ListPage<Upstream>>> ListAsync(PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<Upstream>>(Root + (page ?? new()).Apply(new Query()), cancel);

    public Task<ApiResult<Upstream>> AddAsync(UpstreamSettings settings, CancellationToken cancel = default) =>
        _transport.PostAsync<Upstream>(Root, settings, cancel);

    public Task<ApiResult<Upstream>> GetAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<Upstream>(PathOf(id), cancel);

    public Task<ApiResult<Upstream>> UpdateAsync(string id, UpstreamSettings settings, CancellationToken cancel = default) =>
        _transport.PostAsync<Upstream>(PathOf(id), settings, cancel);

    public Task<ApiResult<Deleted>> RemoveAsync(string id, CancellationToken cancel = default) =>
        _transport.DeleteAsync<Deleted>(PathOf(id), cancel);

    /// <summary>Asks it for its models now and says what came.</summary>
    public Task<ApiResult<UpstreamTest>> TestAsync(string id, CancellationToken cancel = default) =>
        _transport.PostAsync<UpstreamTest>(PathOf(id) + "/test", null, cancel);

    /// <summary>Asks it for its models now and keeps them; its health tells whether it answered.</summary>
    public Task<ApiResult<Upstream>> DiscoverAsync(string id, CancellationToken cancel = default) =>
        _transport.PostAsync<Upstream>(PathOf(id) + "/discover", null, cancel);

    private static string PathOf(string id) => $"{Root}/{PathSegment.Of(id)}";
}
