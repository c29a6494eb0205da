using Farebox.Contracts;
using Farebox.Contracts.Organizations;

namespace Farebox.Client.Organizations;

/// <summary>Who was asked to join the organization that the credential acts on.</summary>
public sealed class InvitesClient
{
    private const string Root = "/organization/invites";
    private readonly ApiTransport _transport;

    internal InvitesClient(ApiTransport transport) => _transport = transport;

    public Task<ApiResult<ListPage<Invite>>> ListAsync(PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<Invite>>(Root + (page ?? new()).Apply(new Query()), cancel);

    /// <summary>Sends a letter; a second time another one, and the link of the first is good for nothing.</summary>
    public Task<ApiResult<Invite>> CreateAsync(InviteRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<Invite>(Root, request, cancel);

    public Task<ApiResult<Invite>> GetAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<Invite>($"{Root}/{PathSegment.Of(id)}", cancel);

    /// <summary>Withdraws one that was not accepted.</summary>
    public Task<ApiResult<Deleted>> DeleteAsync(string id, CancellationToken cancel = default) =>
        _transport.DeleteAsync<Deleted>($"{Root}/{PathSegment.Of(id)}", cancel);
}
