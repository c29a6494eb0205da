namespace Farebox.Server.Accounts.External;

/// <summary>What is known of one provider.</summary>
/// <param name="read">Asks it.</param>
internal sealed class ProviderShelf(Func<Task<ProviderMetadata>> read, TimeProvider clock)
{
    /// <summary>How long a provider that failed is not asked.</summary>
    internal static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private ProviderMetadata? _kept;
    private DateTimeOffset _keptAt;
    private ProviderException? _failure;
    private DateTimeOffset _failedAt;
    private Task<ProviderMetadata>? _asking;

    /// <summary>What is there if it is young enough; otherwise the provider is asked, once for all who wait.</summary>
    /// <exception cref="ProviderException">It cannot be had, or could not a moment ago.</exception>
    public Task<ProviderMetadata> GetAsync(TimeSpan age)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_kept is not null && now - _keptAt < age) return Task.FromResult(_kept);
            if (_failure is not null && now - _failedAt < FailurePause)
                return Task.FromException<ProviderMetadata>(new ProviderException($"{_failure.Message} (a moment ago; not asked again yet)", _failure));
            return _asking ??= Task.Run(AskAsync);
        }
    }

    private async Task<ProviderMetadata> AskAsync()
    {
        try
        {
            var metadata = await read();
            lock (_lock) (_kept, _keptAt, _failure) = (metadata, clock.GetUtcNow(), null);
            return metadata;
        }
        catch (ProviderException e)
        {
            lock (_lock) (_failure, _failedAt) = (e, clock.GetUtcNow());
            throw;
        }
        finally
        {
            lock (_lock) _asking = null;
        }
    }
}
