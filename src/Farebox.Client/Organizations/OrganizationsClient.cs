using Farebox.Contracts;
using Farebox.Contracts.Organizations;

namespace Farebox.Client.Organizations;

/// <summary>All organizations of the installation, for operators; and the caller's own.</summary>
public sealed class OrganizationsClient
{
    private const string Root = "/system/organizations";
    private readonly ApiTransport _transport;

    internal OrganizationsClient(ApiTransport transport) => _transport = transport;

    /// <summary>The organization that the credential acts on.</summary>
    public Task<ApiResult<Organization>> CurrentAsync(CancellationToken cancel = default) =>
        _transport.GetAsync<Organization>("/organization", cancel);

    /// <summary>Renames the organization that the credential acts on.</summary>
    public Task<ApiResult<Organization>> UpdateCurrentAsync(OrganizationRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<Organization>("/organization", request, cancel);

    /// <summary>Archives the organization that the credential acts on, as one of its owners.</summary>
    public Task<ApiResult<Organization>> ArchiveCurrentAsync(CancellationToken cancel = default) =>
        _transport.PostAsync<Organization>("/organization/archive", null, cancel);

    public Task<ApiResult<ListPage<Organization>>> ListAsync(PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<Organization>>(Root + (page ?? new()).Apply(new Query()), cancel);

    /// <param name="name">Only those that have this in their name, ASCII letters in either case; all when null.</param>
    public Task<ApiResult<ListPage<Organization>>> ListAsync(string? name, PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<Organization>>(Root + (page ?? new()).Apply(new Query()).Add("name", name), cancel);

    public Task<ApiResult<Organization>> CreateAsync(OrganizationRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<Organization>(Root, request, cancel);

    public Task<ApiResult<Organization>> GetAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<Organization>($"{Root}/{PathSegment.Of(id)}", cancel);

    public Task<ApiResult<Organization>> UpdateAsync(string id, OrganizationRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<Organization>($"{Root}/{PathSegment.Of(id)}", request, cancel);

    public Task<ApiResult<Organization>> ArchiveAsync(string id, CancellationToken cancel = default) =>
        _transport.PostAsync<Organization>($"{Root}/{PathSegment.Of(id)}/archive", null, cancel);
}
