using Farebox.Contracts.Keys;

namespace Farebox.Client.Keys;

/// <summary>What the credential is and may do.</summary>
public sealed class KeyClient
{
    private readonly ApiTransport _transport;

    internal KeyClient(ApiTransport transport) => _transport = transport;

    public Task<ApiResult<KeyInfo>> GetAsync(CancellationToken cancel = default) =>
        _transport.GetAsync<KeyInfo>("/key", cancel);
}
