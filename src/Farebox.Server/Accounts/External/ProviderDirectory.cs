using System.Collections.Concurrent;

namespace Farebox.Server.Accounts.External;

/// <summary>
/// Keeps what providers say of themselves, and asks again when it has grown old or when a token is signed with a key that is not there. However many
/// strangers want to know, a provider is asked by one call at a time, and one that failed is left alone for a while.
/// </summary>
internal sealed class ProviderDirectory(ProviderHttp http, TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    // Whoever sends tokens with unknown keys cannot have a provider asked more often than this.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, ProviderShelf> _shelves = new(StringComparer.Ordinal);

    /// <exception cref="ProviderException">It cannot be had.</exception>
    public Task<ProviderMetadata> GetAsync(SignInProvider provider, CancellationToken cancel) => ShelfOf(provider).GetAsync(Age).WaitAsync(cancel);

    /// <summary>A newer one than this, or null when it is too early to ask.</summary>
    /// <exception cref="ProviderException">It cannot be had.</exception>
    public async Task<ProviderMetadata?> RenewAsync(SignInProvider provider, ProviderMetadata old, CancellationToken cancel)
    {
        var renewed = await ShelfOf(provider).GetAsync(Pause).WaitAsync(cancel);
        return renewed == old ? null : renewed;
    }

    // What is asked for is shared: it ends by the patience of ProviderHttp, not with the browser that came first.
    private ProviderShelf ShelfOf(SignInProvider provider) => _shelves.GetOrAdd(
        provider.Id, _ => new ProviderShelf(() => ProviderMetadata.ReadAsync(http, provider, CancellationToken.None), clock));
}
