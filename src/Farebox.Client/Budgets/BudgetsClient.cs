using Farebox.Contracts;
using Farebox.Contracts.Budgets;

namespace Farebox.Client.Budgets;

/// <summary>Budgets of one owner: an organization, a project or a key. All three have the same verbs.</summary>
public sealed class BudgetsClient
{
    private readonly ApiTransport _transport;
    private readonly string _root;

    internal BudgetsClient(ApiTransport transport, string root)
    {
        _transport = transport;
        _root = root;
    }

    /// <summary>All of them, with what is left of each: at most one per unit and period.</summary>
    public Task<ApiResult<ListPage<BudgetStatus>>> ListAsync(CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<BudgetStatus>>(_root, cancel);

    public Task<ApiResult<BudgetStatus>> CreateAsync(CreateBudgetRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<BudgetStatus>(_root, request, cancel);

    public Task<ApiResult<BudgetStatus>> GetAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<BudgetStatus>(PathOf(id), cancel);

    /// <summary>Below what is spent, it blocks further calls and takes nothing back.</summary>
    public Task<ApiResult<BudgetStatus>> UpdateAsync(string id, UpdateBudgetRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<BudgetStatus>(PathOf(id), request, cancel);

    public Task<ApiResult<Deleted>> DeleteAsync(string id, CancellationToken cancel = default) =>
        _transport.DeleteAsync<Deleted>(PathOf(id), cancel);

    private string PathOf(string id) => $"{_root}/{PathSegment.Of(id)}";
}
