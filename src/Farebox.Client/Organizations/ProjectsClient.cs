using Farebox.Contracts;
using Farebox.Contracts.Organizations;

namespace Farebox.Client.Organizations;

/// <summary>Projects of the organization that the credential acts on.</summary>
public sealed class ProjectsClient
{
    private const string Root = "/organization/projects";
    private readonly ApiTransport _transport;

    internal ProjectsClient(ApiTransport transport) => _transport = transport;

    public Task<ApiResult<ListPage<Project>>> ListAsync(
        PageRequest? page = null, bool includeArchived = false, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<Project>>(
            Root + (page ?? new()).Apply(new Query()).Add("include_archived", includeArchived), cancel);

    public Task<ApiResult<Project>> CreateAsync(ProjectRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<Project>(Root, request, cancel);

    public Task<ApiResult<Project>> GetAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<Project>($"{Root}/{PathSegment.Of(id)}", cancel);

    public Task<ApiResult<Project>> UpdateAsync(string id, ProjectRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<Project>($"{Root}/{PathSegment.Of(id)}", request, cancel);

    public Task<ApiResult<Project>> ArchiveAsync(string id, CancellationToken cancel = default) =>
        _transport.PostAsync<Project>($"{Root}/{PathSegment.Of(id)}/archive", null, cancel);
}
