namespace Farebox.Server.Billing;

/// <summary>
/// Counts the unknown codes that an organization tries: guessing one of 100 bits is hopeless, and nobody shall keep the store busy with
/// it. In memory, so a restart forgets.
/// </summary>
internal sealed class WrongCodes(TimeProvider clock)
{
    /// <summary>Unknown codes in one window.</summary>
    public const int Most = 10;

    /// <summary>Length of a window, which begins with its first unknown code.</summary>
    public const int WindowMinutes = 10;

    private const int MaxOrganizations = 10_000;
    private const long WindowMs = WindowMinutes * 60_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long EndsMs, int Count)> _windows = new(StringComparer.Ordinal);

    /// <summary>Milliseconds until the organization may try again; null when it may now.</summary>
    public long? WaitMs(string organizationId)
    {
        var now = NowMs();
        lock (_lock)
        {
            return _windows.TryGetValue(organizationId, out var window) && window.EndsMs > now && window.Count >= Most ? window.EndsMs - now : null;
        }
    }

    /// <summary>Takes note of an unknown code.</summary>
    public void Note(string organizationId)
    {
        var now = NowMs();
        lock (_lock)
        {
            if (_windows.TryGetValue(organizationId, out var window) && window.EndsMs > now)
            {
                _windows[organizationId] = window with { Count = window.Count + 1 };
                return;
            }

            // Bounded: at worst somebody's count begins anew.
            if (_windows.Count >= MaxOrganizations) _windows.Clear();
            _windows[organizationId] = (now + WindowMs, 1);
        }
    }

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
