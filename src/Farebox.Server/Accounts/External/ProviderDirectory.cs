using System.Collections.Concurrent;

namespace Farebox.Server.Accounts.External;

/// <summary>Keeps what providers say of themselves, and asks again when it has grown old or when a token is signed with a key that is not there.</summary>
internal sealed class ProviderDirectory(ProviderHttp http, TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    // Whoever sends tokens with unknown keys cannot have a provider asked more often than this.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <exception cref="ProviderException">It cannot be had.</exception>
    public async Task<ProviderMetadata> GetAsync(SignInProvider provider, CancellationToken cancel) =>
        _kept.TryGetValue(provider.Id, out var kept) && clock.GetUtcNow() - kept.At < Age ? kept.Metadata : await ReadAsync(provider, cancel);

    /// <summary>A newer one than this, or null when it is too early to ask.</summary>
    /// <exception cref="ProviderException">It cannot be had.</exception>
    public async Task<ProviderMetadata?> RenewAsync(SignInProvider provider, ProviderMetadata old, CancellationToken cancel)
    {
        if (_kept.TryGetValue(provider.Id, out var kept))
        {
            if (kept.Metadata != old) return kept.Metadata;
            if (clock.GetUtcNow() - kept.At < Pause) return null;
        }

        return await ReadAsync(provider, cancel);
    }

    private async Task<ProviderMetadata> ReadAsync(SignInProvider provider, CancellationToken cancel)
    {
        var metadata = await ProviderMetadata.ReadAsync(http, provider, cancel);
        _kept[provider.Id] = new Kept(metadata, clock.GetUtcNow());
        return metadata;
    }

    private sealed record Kept(ProviderMetadata Metadata, DateTimeOffset At);
}
