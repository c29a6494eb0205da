using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform.Options;
using Microsoft.AspNetCore.Identity;

namespace Farebox.Server.Accounts.SignIn;

/// <summary>What became of a try.</summary>
internal enum TryResult
{
    Right,
    Wrong,

    /// <summary>It was one too many, or nothing was looked at because there were too many before.</summary>
    Locked,
}

/// <summary>
/// Checks what people show for who they are, and locks accounts. A try counts as wrong before it is looked at, and is given back when it was right:
/// however many come at once, no more are looked at than may be wrong.
/// </summary>
internal sealed class Tries(UserManager<User> users, UserStore store, FareboxOptions options, TimeProvider clock)
{
    /// <summary>Checks a password.</summary>
    public Task<TryResult> PasswordAsync(User user, string password) => RunAsync(user, () => users.CheckPasswordAsync(user, password));

    /// <summary>Runs another check.</summary>
    public async Task<TryResult> RunAsync(User user, Func<Task<bool>> check)
    {
        var (now, most) = (clock.GetUtcNow(), options.SignInMaxFailures);
        var until = now.AddMinutes(options.SignInLockoutMinutes);
        if (await store.TakeTryAsync(user.Id, most, now.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds()) is not { } count) return TryResult.Locked;
        if (!await check()) return count >= most ? TryResult.Locked : TryResult.Wrong;
        await store.GiveBackTryAsync(user.Id, most);
        return TryResult.Right;
    }

    /// <summary>Forgets all that were wrong: they are in.</summary>
    public Task ForgiveAsync(User user) => store.ForgiveAsync(user.Id);
}
