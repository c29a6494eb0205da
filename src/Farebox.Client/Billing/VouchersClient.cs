using Farebox.Contracts;
using Farebox.Contracts.Billing;

namespace Farebox.Client.Billing;

/// <summary>Vouchers, for operators.</summary>
public sealed class VouchersClient
{
    private const string Root = "/system/vouchers";
    private readonly ApiTransport _transport;

    internal VouchersClient(ApiTransport transport) => _transport = transport;

    /// <summary>Makes some; the answer alone has their codes.</summary>
    public Task<ApiResult<VoucherBatch>> CreateAsync(VouchersRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<VoucherBatch>(Root, request, cancel);

    /// <param name="batchId">Only these; all when null.</param>
    /// <param name="status">Of <see cref="VoucherStatuses"/>; all when null.</param>
    public Task<ApiResult<ListPage<Voucher>>> ListAsync(
        string? batchId = null, string? status = null, PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<Voucher>>(
            Root + (page ?? new()).Apply(new Query().Add("batch_id", batchId).Add("status", status)), cancel);

    public Task<ApiResult<Voucher>> GetAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<Voucher>($"{Root}/{PathSegment.Of(id)}", cancel);

    /// <summary>Takes it back, unless it was redeemed.</summary>
    public Task<ApiResult<Voucher>> RevokeAsync(string id, CancellationToken cancel = default) =>
        _transport.PostAsync<Voucher>($"{Root}/{PathSegment.Of(id)}/revoke", null, cancel);
}
