using Farebox.Server.Accounts.Limiting;
using Farebox.Server.Accounts.Sessions;
using Farebox.Server.Accounts.SignUp;
using Farebox.Server.Accounts.Users;

namespace Farebox.Server.Accounts.SignIn;

/// <summary>
/// Asks again who somebody is, before what opens their account to others: whoever finds a browser left open is signed in, and is not them.
/// </summary>
internal sealed class OwnerCheck(Tries tries, AuthenticatorCodes codes, FormLimits limits, TimeProvider clock)
{
    // For whoever has no password to show: that they signed in a moment ago.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Takes the password, and a code where an authenticator is on. Wrong ones count as they do at sign-in.</summary>
    /// <param name="session">The one that they ask in.</param>
    public async Task<SignUpOutcome> PassAsync(HttpContext context, User user, SessionRow session, string password, string code)
    {
        if (limits.SignIn(context, user.Id) is { } wait) return SignUpOutcome.TooOften(wait);
        if (user.PasswordHash is null)
        {
            if (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(session.CreatedAt) > Fresh) return SignUpOutcome.Refused("not-fresh");
        }
        else if (Refusal(await tries.PasswordAsync(user, password), "wrong-password") is { } refusal)
        {
            return refusal;
        }

        if (!user.TwoFactor) return SignUpOutcome.Done;
        return Refusal(await tries.RunAsync(user, () => codes.RedeemAsync(context, user, code)), "wrong-code") ?? SignUpOutcome.Done;
    }

    private static SignUpOutcome? Refusal(TryResult tried, string wrong) => tried switch
    {
        TryResult.Right => null,
        TryResult.Locked => SignUpOutcome.Refused("locked"),
        _ => SignUpOutcome.Refused(wrong),
    };
}
