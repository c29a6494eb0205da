using Farebox.Contracts;
using Farebox.Contracts.Models;

namespace Farebox.Client.Models;

/// <summary>Second names for models.</summary>
public sealed class AliasesClient
{
    private const string Root = "/system/aliases";
    private readonly ApiTransport _transport;

    internal AliasesClient(ApiTransport transport) => _transport = transport;

    public Task<ApiResult<ListPage<ModelAlias>>> ListAsync(PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<ModelAlias>>(Root + (page ?? new()).Apply(new Query()), cancel);

    /// <param name="target">A model's name, or an empty string to switch a default alias off.</param>
    public Task<ApiResult<ModelAlias>> SetAsync(string name, string target, CancellationToken cancel = default) =>
        _transport.PostAsync<ModelAlias>($"{Root}/{PathSegment.OfName(name)}", new AliasRequest(target), cancel);

    /// <summary>Takes the operator's choice away; a shipped alias returns to its default.</summary>
    public Task<ApiResult<Deleted>> RemoveAsync(string name, CancellationToken cancel = default) =>
        _transport.DeleteAsync<Deleted>($"{Root}/{PathSegment.OfName(name)}", cancel);
}
