using Farebox.Contracts;
using Farebox.Contracts.Billing;

namespace Farebox.Client.Billing;

/// <summary>An organization's prepaid money.</summary>
public sealed class BillingClient
{
    private readonly ApiTransport _transport;

    internal BillingClient(ApiTransport transport) => _transport = transport;

    public Task<ApiResult<CreditBalance>> BalanceAsync(CancellationToken cancel = default) =>
        _transport.GetAsync<CreditBalance>("/organization/credit_balance", cancel);

    /// <summary>What was added, newest first.</summary>
    public Task<ApiResult<ListPage<TopUp>>> TopUpsAsync(PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<TopUp>>("/organization/top_ups" + (page ?? new()).Apply(new Query()), cancel);

    /// <summary>Adds credit, as an operator.</summary>
    public Task<ApiResult<TopUp>> GrantAsync(CreditGrantRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<TopUp>("/organization/credit_grants", request, cancel);

    /// <summary>Adds a voucher's amount.</summary>
    public Task<ApiResult<TopUp>> RedeemAsync(string code, CancellationToken cancel = default) =>
        _transport.PostAsync<TopUp>("/organization/vouchers/redeem", new RedeemRequest(code), cancel);
}
