using Farebox.Contracts;
using Farebox.Contracts.Models;

namespace Farebox.Client.Models;

/// <summary>Prices of models and the factors on them, for operators. Versions are added, never changed.</summary>
public sealed class PricesClient
{
    private const string Root = "/system/prices";
    private const string Multipliers = "/system/multipliers";
    private readonly ApiTransport _transport;

    internal PricesClient(ApiTransport transport) => _transport = transport;

    /// <param name="model">Only its versions; all when null.</param>
    public Task<ApiResult<ListPage<ModelPrice>>> ListAsync(string? model = null, PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<ModelPrice>>(Root + (page ?? new()).Apply(new Query().Add("model", model)), cancel);

    /// <summary>Adds a version.</summary>
    public Task<ApiResult<ModelPrice>> SetAsync(PriceRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<ModelPrice>(Root, request, cancel);

    /// <param name="model">Only its versions; all when null.</param>
    /// <param name="organizationId">Only its versions; all when null.</param>
    public Task<ApiResult<ListPage<PriceMultiplier>>> ListMultipliersAsync(
        string? model = null, string? organizationId = null, PageRequest? page = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<PriceMultiplier>>(
            Multipliers + (page ?? new()).Apply(new Query().Add("model", model).Add("organization_id", organizationId)), cancel);

    /// <summary>Adds a version of a multiplier.</summary>
    public Task<ApiResult<PriceMultiplier>> SetMultiplierAsync(MultiplierRequest request, CancellationToken cancel = default) =>
        _transport.PostAsync<PriceMultiplier>(Multipliers, request, cancel);
}
