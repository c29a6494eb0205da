using Farebox.Contracts;
using Farebox.Contracts.Users;

namespace Farebox.Client.Users;

/// <summary>Members of the organization that the credential acts on.</summary>
public sealed class MembersClient
{
    private const string Root = "/organization/users";
    private readonly ApiTransport _transport;

    internal MembersClient(ApiTransport transport) => _transport = transport;

    public Task<ApiResult<ListPage<OrganizationUser>>> ListAsync(PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<OrganizationUser>>(Root + (page ?? new()).Apply(new Query()), cancel);

    /// <summary>Those who have one of these addresses.</summary>
    public Task<ApiResult<ListPage<OrganizationUser>>> ListAsync(IReadOnlyList<string> emails, PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<OrganizationUser>>(Root + (page ?? new()).Apply(new Query().AddEach("emails", emails)), cancel);

    public Task<ApiResult<OrganizationUser>> GetAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<OrganizationUser>(PathOf(id), cancel);

    /// <param name="role">Of <see cref="MemberRoles"/>.</param>
    public Task<ApiResult<OrganizationUser>> SetRoleAsync(string id, string role, CancellationToken cancel = default) =>
        _transport.PostAsync<OrganizationUser>(PathOf(id), new UserRoleRequest(role), cancel);

    /// <summary>The user stays, without this organization.</summary>
    public Task<ApiResult<Deleted>> RemoveAsync(string id, CancellationToken cancel = default) =>
        _transport.DeleteAsync<Deleted>(PathOf(id), cancel);

    private static string PathOf(string id) => $"{Root}/{PathSegment.Of(id)}";
}
