using Farebox.Contracts;
using Farebox.Contracts.Limits;

namespace Farebox.Client.Limits;

/// <summary>
/// Limits of one owner: an organization, a project or a key. All three have the same verbs. Models go by name, <c>*</c> for all of them
/// together.
/// </summary>
public sealed class LimitsClient
{
    private readonly ApiTransport _transport;
    private readonly string _root;

    internal LimitsClient(ApiTransport transport, string root)
    {
        _transport = transport;
        _root = root;
    }

    /// <summary>One object per model, limited or not, and one for all of them together.</summary>
    public Task<ApiResult<ListPage<RateLimit>>> ListAsync(PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<RateLimit>>(_root + (page ?? new()).Apply(new Query()), cancel);

    /// <summary>How much of the organization's limits is used, its tier's too; of an organization alone.</summary>
    public Task<ApiResult<ListPage<LimitStatus>>> UsedAsync(CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<LimitStatus>>("/organization/limits", cancel);

    public Task<ApiResult<RateLimit>> GetAsync(string model, CancellationToken cancel = default) =>
        _transport.GetAsync<RateLimit>(PathOf(model), cancel);

    /// <summary>Sets what is named, and keeps the rest.</summary>
    public Task<ApiResult<RateLimit>> SetAsync(string model, RateLimitRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<RateLimit>(PathOf(model), request, cancel);

    public Task<ApiResult<Deleted>> ClearAsync(string model, CancellationToken cancel = default) =>
        _transport.DeleteAsync<Deleted>(PathOf(model), cancel);

    private string PathOf(string model) => $"{_root}/{PathSegment.Of("rl-" + model)}";
}
