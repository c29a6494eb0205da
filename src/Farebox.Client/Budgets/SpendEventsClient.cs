using Farebox.Contracts;
using Farebox.Contracts.Budgets;

namespace Farebox.Client.Budgets;

/// <summary>Budgets that came near their limits, and low balances.</summary>
public sealed class SpendEventsClient
{
    private readonly ApiTransport _transport;

    internal SpendEventsClient(ApiTransport transport) => _transport = transport;

    /// <summary>Newest first.</summary>
    public Task<ApiResult<ListPage<SpendEvent>>> ListAsync(PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<SpendEvent>>("/organization/spend_events" + (page ?? new()).Apply(new Query()), cancel);
}
