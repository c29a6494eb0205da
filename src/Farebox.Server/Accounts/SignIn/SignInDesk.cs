using Farebox.Server.Accounts.Limiting;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Accounts.Sessions;
using Farebox.Server.Accounts.Users;
using Microsoft.AspNetCore.Identity;

namespace Farebox.Server.Accounts.SignIn;

/// <summary>What became of an attempt to sign in.</summary>
internal enum SignInResult
{
    SignedIn,

    /// <summary>The password was right; the code of the authenticator is asked for.</summary>
    NeedsCode,

    /// <summary>No such user, or another password: nobody is told which.</summary>
    Wrong,
    LockedOut,

    /// <summary>The address was never confirmed. Told only to whoever knows the password.</summary>
    Unconfirmed,
    Disabled,
}

/// <summary>Signs people in and out, by what ASP.NET Core Identity knows of passwords, codes and locking out.</summary>
internal sealed class SignInDesk(
    UserManager<User> users, SessionDesk sessions, Tries tries, UnknownAddresses unknown, AuthenticatorCodes codes, TimeProvider clock)
{
    private static readonly User Nobody = new() { Id = "", Email = "", CreatedAt = 0 };

    /// <summary>The first step: address and password. What fails takes the same time whatever it failed for.</summary>
    public Task<SignInResult> EnterAsync(HttpContext context, string email, string password, bool remember) => EvenTime.RunAsync(
        () => TryAsync(context, email, password, remember), clock, result => result is SignInResult.Wrong or SignInResult.LockedOut);

    private async Task<SignInResult> TryAsync(HttpContext context, string email, string password, bool remember)
    {
        if (await users.FindByEmailAsync(email) is not { } user)
        {
            // As much work as for a known address, and the same lock.
            var result = EmailAddress.Clean(email) is null ? TryResult.Wrong : unknown.Fail(email);
            _ = users.PasswordHasher.HashPassword(Nobody, password);
            return Of(result);
        }

        var tried = await tries.PasswordAsync(user, password);
        if (tried != TryResult.Right) return Of(tried);
        if (user.DisabledAt is not null) return SignInResult.Disabled;
        if (!user.EmailConfirmed) return SignInResult.Unconfirmed;
        if (user.TwoFactor)
        {
            await sessions.BeginAsync(context, user, SessionStage.NeedsCode, remember);
            return SignInResult.NeedsCode;
        }

        return await FinishAsync(context, user, remember);
    }

    /// <summary>The second step, of a session that needs it: a code of the authenticator, or one of the recovery codes.</summary>
    public async Task<SignInResult> EnterCodeAsync(HttpContext context, SessionRow session, string code)
    {
        if (await users.FindByIdAsync(session.UserId) is not { } user) return SignInResult.Wrong;
        var tried = await tries.RunAsync(user, () => codes.RedeemAsync(context, user, code));
        return tried == TryResult.Right ? await FinishAsync(context, user, session.Remember) : Of(tried);
    }

    /// <summary>Ends the browser's session.</summary>
    public async Task LeaveAsync(HttpContext context)
    {
        if (await sessions.FindAsync(context) is { } session && await users.FindByIdAsync(session.UserId) is { } user)
            await sessions.EndAsync(context, user);
    }

    private async Task<SignInResult> FinishAsync(HttpContext context, User user, bool remember)
    {
        await tries.ForgiveAsync(user);
        await sessions.BeginAsync(context, user, SessionStage.SignedIn, remember);
        return SignInResult.SignedIn;
    }

    private static SignInResult Of(TryResult tried) => tried == TryResult.Locked ? SignInResult.LockedOut : SignInResult.Wrong;
}
