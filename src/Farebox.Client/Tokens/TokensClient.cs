using Farebox.Contracts;
using Farebox.Contracts.Tokens;

namespace Farebox.Client.Tokens;

/// <summary>Access tokens derived from the caller's API key or access token.</summary>
public sealed class TokensClient
{
    private readonly ApiTransport _transport;

    internal TokensClient(ApiTransport transport) => _transport = transport;

    /// <summary>Mints one; never wider than the caller, and for 3600 seconds when nothing is asked for.</summary>
    public Task<ApiResult<TokenResponse>> CreateAsync(TokenRequest? request = null, CancellationToken cancel = default) =>
        _transport.PostAsync<TokenResponse>("/tokens", request, cancel);

    public Task<ApiResult<ListPage<AccessToken>>> ListAsync(PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<AccessToken>>("/tokens" + (page ?? new()).Apply(new Query()), cancel);

    public Task<ApiResult<AccessToken>> GetAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<AccessToken>("/tokens/" + PathSegment.Of(id), cancel);

    /// <summary>With everything that was minted from it.</summary>
    public Task<ApiResult<AccessToken>> RevokeAsync(string id, CancellationToken cancel = default) =>
        _transport.DeleteAsync<AccessToken>("/tokens/" + PathSegment.Of(id), cancel);
}
