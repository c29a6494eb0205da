using Farebox.Contracts;
using Farebox.Contracts.Models;

namespace Farebox.Client.Models;

/// <summary>The operator's catalog: every model and where it goes.</summary>
public sealed class CatalogClient
{
    private const string Root = "/system/models";
    private readonly ApiTransport _transport;

    internal CatalogClient(ApiTransport transport) => _transport = transport;

    public Task<ApiResult<ListPage<CatalogModel>>> ListAsync(PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<CatalogModel>>(Root + (page ?? new()).Apply(new Query()), cancel);

    public Task<ApiResult<CatalogModel>> GetAsync(string name, CancellationToken cancel = default) =>
        _transport.GetAsync<CatalogModel>($"{Root}/{PathSegment.OfName(name)}", cancel);

    public Task<ApiResult<CatalogModel>> UpdateAsync(string name, UpdateModelRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<CatalogModel>($"{Root}/{PathSegment.OfName(name)}", request, cancel);
}
