namespace Farebox.Server.Platform;

/// <summary>Where writers of configuration announce what they changed, after it is durable.</summary>
public sealed class ChangeFeed
{
    /// <summary>A key, or a token of it, changed: its id. Null means that any key may have changed. Runs on the announcer's thread.</summary>
    public event Action<string?>? CredentialChanged;

    /// <summary>Upstreams, models, aliases or prices changed. The task ends when the listener acts by the change.</summary>
    public event Func<Task>? CatalogChanged;

    /// <summary>Announces a change of a key or one of its tokens.</summary>
    public void AnnounceCredential(string? keyId) => CredentialChanged?.Invoke(keyId);

    /// <summary>
    /// Announces a change of upstreams, models, aliases or prices, and waits for those who listen: when it returns, the next call in
    /// this process sees the change.
    /// </summary>
    public Task AnnounceCatalogAsync() =>
        CatalogChanged is { } listeners
            ? Task.WhenAll(listeners.GetInvocationList().Cast<Func<Task>>().Select(listener => listener()))
            : Task.CompletedTask;
}
