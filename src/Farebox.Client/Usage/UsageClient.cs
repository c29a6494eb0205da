using Farebox.Contracts.Usage;

namespace Farebox.Client.Usage;

/// <summary>Usage and costs summed up in buckets of time.</summary>
public sealed class UsageClient
{
    private readonly ApiTransport _transport;

    internal UsageClient(ApiTransport transport) => _transport = transport;

    public Task<ApiResult<UsagePage>> CompletionsAsync(UsageQuery query, CancellationToken cancel = default) =>
        _transport.GetAsync<UsagePage>("/organization/usage/completions" + query.ToQuery(), cancel);

    /// <summary>All calls: how they ended, what they took and how long. A bucket can be <c>all</c> of the range besides.</summary>
    public Task<ApiResult<CallUsagePage>> CallsAsync(UsageQuery query, CancellationToken cancel = default) =>
        _transport.GetAsync<CallUsagePage>("/organization/usage/calls" + query.ToQuery(), cancel);

    /// <summary>What calls cost, by the day.</summary>
    public Task<ApiResult<CostsPage>> CostsAsync(CostsQuery query, CancellationToken cancel = default) =>
        _transport.GetAsync<CostsPage>("/organization/costs" + query.ToQuery(), cancel);
}
