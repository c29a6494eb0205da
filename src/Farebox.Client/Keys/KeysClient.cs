using Farebox.Contracts;
using Farebox.Contracts.Keys;
using Farebox.Contracts.Tokens;

namespace Farebox.Client.Keys;

/// <summary>Keys of one owner: a project, an organization or the operators. All three have the same verbs.</summary>
public sealed class KeysClient
{
    private readonly ApiTransport _transport;
    private readonly string _root;

    internal KeysClient(ApiTransport transport, string root)
    {
        _transport = transport;
        _root = root;
    }

    public Task<ApiResult<ListPage<ApiKey>>> ListAsync(PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<ApiKey>>(_root + (page ?? new()).Apply(new Query()), cancel);

    /// <summary>The answer holds the secret in <see cref="ApiKey.Value"/>: the only time it can be read.</summary>
    public Task<ApiResult<ApiKey>> CreateAsync(CreateKeyRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<ApiKey>(_root, request, cancel);

    public Task<ApiResult<ApiKey>> GetAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<ApiKey>(PathOf(id), cancel);

    public Task<ApiResult<ApiKey>> UpdateAsync(string id, UpdateKeyRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<ApiKey>(PathOf(id), request, cancel);

    public Task<ApiResult<Deleted>> DeleteAsync(string id, CancellationToken cancel = default) =>
        _transport.DeleteAsync<Deleted>(PathOf(id), cancel);

    /// <summary>Gives the key a new secret, in <see cref="ApiKey.Value"/>; the old one works on for the overlap.</summary>
    public Task<ApiResult<ApiKey>> RotateAsync(string id, RotateKeyRequest? request = null, CancellationToken cancel = default) =>
        _transport.PostAsync<ApiKey>(PathOf(id) + "/rotate", request ?? new RotateKeyRequest(), cancel);

    public Task<ApiResult<ApiKey>> DisableAsync(string id, CancellationToken cancel = default) =>
        _transport.PostAsync<ApiKey>(PathOf(id) + "/disable", null, cancel);

    public Task<ApiResult<ApiKey>> EnableAsync(string id, CancellationToken cancel = default) =>
        _transport.PostAsync<ApiKey>(PathOf(id) + "/enable", null, cancel);

    /// <summary>For good: the key and every access token derived from it stop working.</summary>
    public Task<ApiResult<ApiKey>> RevokeAsync(string id, CancellationToken cancel = default) =>
        _transport.PostAsync<ApiKey>(PathOf(id) + "/revoke", null, cancel);

    /// <summary>The access tokens derived from a project's API key.</summary>
    public Task<ApiResult<ListPage<AccessToken>>> TokensAsync(
        string id, PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<AccessToken>>($"{PathOf(id)}/tokens{(page ?? new()).Apply(new Query())}", cancel);

    /// <summary>Derives an access token from a project's API key without the key's secret, never wider than the key.</summary>
    public Task<ApiResult<TokenResponse>> MintTokenAsync(string id, TokenRequest? request = null, CancellationToken cancel = default) =>
        _transport.PostAsync<TokenResponse>(PathOf(id) + "/tokens", request, cancel);

    public Task<ApiResult<AccessToken>> GetTokenAsync(string id, string tokenId, CancellationToken cancel = default) =>
        _transport.GetAsync<AccessToken>($"{PathOf(id)}/tokens/{PathSegment.Of(tokenId)}", cancel);

    public Task<ApiResult<AccessToken>> RevokeTokenAsync(string id, string tokenId, CancellationToken cancel = default) =>
        _transport.DeleteAsync<AccessToken>($"{PathOf(id)}/tokens/{PathSegment.Of(tokenId)}", cancel);

    private string PathOf(string id) => $"{_root}/{PathSegment.Of(id)}";
}
