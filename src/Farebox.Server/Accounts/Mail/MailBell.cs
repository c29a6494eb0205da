namespace Farebox.Server.Accounts.Mail;

/// <summary>Wakes <see cref="Postman"/> when a letter was stored.</summary>
internal sealed class MailBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);
    private readonly Lock _lock = new();

    /// <summary>Cheap, also when it rings already.</summary>
    public void Ring()
    {
        lock (_lock)
        {
            if (_rung.CurrentCount == 0) _rung.Release();
        }
    }

    /// <summary>Returns when it rings, or after a while.</summary>
    public Task WaitAsync(TimeSpan most, CancellationToken cancellationToken) => _rung.WaitAsync(most, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _rung.Dispose();
}
