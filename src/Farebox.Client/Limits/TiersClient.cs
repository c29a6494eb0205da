using Farebox.Contracts;
using Farebox.Contracts.Limits;

namespace Farebox.Client.Limits;

/// <summary>Tiers of limits, and which one an organization is in. For operators, but for one's own.</summary>
public sealed class TiersClient
{
    private readonly ApiTransport _transport;

    internal TiersClient(ApiTransport transport) => _transport = transport;

    /// <summary>All of them, by what has to be spent.</summary>
    public Task<ApiResult<ListPage<Tier>>> ListAsync(CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<Tier>>("/system/tiers", cancel);

    /// <summary>That of the organization that the credential acts on; for whoever may read it.</summary>
    public Task<ApiResult<OrganizationTier>> OwnAsync(CancellationToken cancel = default) =>
        _transport.GetAsync<OrganizationTier>("/organization/tier", cancel);

    public Task<ApiResult<OrganizationTier>> GetAsync(string organizationId, CancellationToken cancel = default) =>
        _transport.GetAsync<OrganizationTier>(PathOf(organizationId), cancel);

    /// <summary>Pins a tier, or sets numbers that go before the tier's.</summary>
    public Task<ApiResult<OrganizationTier>> SetAsync(string organizationId, OrganizationTierRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<OrganizationTier>(PathOf(organizationId), request, cancel);

    /// <summary>Lets what is spent decide again.</summary>
    public Task<ApiResult<OrganizationTier>> ClearAsync(string organizationId, CancellationToken cancel = default) =>
        _transport.DeleteAsync<OrganizationTier>(PathOf(organizationId), cancel);

    private static string PathOf(string organizationId) => $"/system/organizations/{PathSegment.Of(organizationId)}/tier";
}
