using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Accounts.Limiting;

/// <summary>
/// Locks addresses that nobody has, as accounts are locked: otherwise being told of a lock would be being told of an account. In memory and
/// bounded; at worst a count begins anew.
/// </summary>
internal sealed class UnknownAddresses(FareboxOptions options, TimeProvider clock)
{
    private const int Most = 50_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Failures, DateTimeOffset LockedUntil)> _known = new(StringComparer.Ordinal);

    /// <summary>Takes note of a wrong password.</summary>
    public TryResult Fail(string address)
    {
        var (name, now) = (NameOf(address), clock.GetUtcNow());
        lock (_lock)
        {
            var state = _known.GetValueOrDefault(name);
            if (state.LockedUntil > now) return TryResult.Locked;
            if (_known.Count >= Most) _known.Clear();
            var failures = (state.LockedUntil == default ? state.Failures : 0) + 1;
            var locks = failures >= options.SignInMaxFailures;
            _known[name] = (failures, locks ? now.AddMinutes(options.SignInLockoutMinutes) : default);
            return locks ? TryResult.Locked : TryResult.Wrong;
        }
    }

    private static string NameOf(string address) => address.ToUpperInvariant();
}
