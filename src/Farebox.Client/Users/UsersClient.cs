using Farebox.Contracts;
using Farebox.Contracts.Users;

namespace Farebox.Client.Users;

/// <summary>Everybody who signs in to the console, for operators.</summary>
public sealed class UsersClient
{
    private const string Root = "/system/users";
    private readonly ApiTransport _transport;

    internal UsersClient(ApiTransport transport) => _transport = transport;

    public Task<ApiResult<ListPage<UserInfo>>> ListAsync(PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<UserInfo>>(Root + (page ?? new()).Apply(new Query()), cancel);

    /// <param name="email">Only those who have this in their address, in either case; all when null.</param>
    public Task<ApiResult<ListPage<UserInfo>>> ListAsync(string? email, PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<UserInfo>>(Root + (page ?? new()).Apply(new Query()).Add("email", email), cancel);

    public Task<ApiResult<UserInfo>> GetAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<UserInfo>(PathOf(id), cancel);

    /// <summary>Ends all of their sessions at once; they cannot sign in until they are enabled.</summary>
    public Task<ApiResult<UserInfo>> DisableAsync(string id, CancellationToken cancel = default) =>
        _transport.PostAsync<UserInfo>(PathOf(id) + "/disable", null, cancel);

    public Task<ApiResult<UserInfo>> EnableAsync(string id, CancellationToken cancel = default) =>
        _transport.PostAsync<UserInfo>(PathOf(id) + "/enable", null, cancel);

    private static string PathOf(string id) => $"{Root}/{PathSegment.Of(id)}";
}
