using Farebox.Server.Platform.Options;

namespace Farebox.Server.Accounts.Limiting;

/// <summary>
/// Locks addresses that nobody has, as Identity locks accounts: otherwise being told of a lock would be being told of an account. In memory and
/// bounded; at worst a count begins anew.
/// </summary>
internal sealed class UnknownAddresses(FareboxOptions options, TimeProvider clock)
{
    private const int Most = 50_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Failures, DateTimeOffset LockedUntil)> _known = new(StringComparer.Ordinal);

    /// <summary>Whether it is locked now.</summary>
    public bool IsLocked(string address)
    {
        lock (_lock) return _known.TryGetValue(NameOf(address), out var state) && state.LockedUntil > clock.GetUtcNow();
    }

    /// <summary>Takes note of a wrong password; says whether that locked it.</summary>
    public bool Fail(string address)
    {
        var name = NameOf(address);
        lock (_lock)
        {
            if (_known.Count >= Most) _known.Clear();
            var failures = _known.GetValueOrDefault(name).Failures + 1;
            var locks = failures >= options.SignInMaxFailures;
            _known[name] = locks ? (0, clock.GetUtcNow().AddMinutes(options.SignInLockoutMinutes)) : (failures, default);
            return locks;
        }
    }

    private static string NameOf(string address) => address.ToUpperInvariant();
}
