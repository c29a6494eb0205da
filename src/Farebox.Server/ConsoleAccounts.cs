using Farebox.ConsolePages;
using Farebox.Contracts.Audit;
using Farebox.Server.Accounts.Limiting;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Accounts.Sessions;
using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Accounts.SignUp;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Microsoft.AspNetCore.Identity;

namespace Farebox.Server;

/// <summary>Does what people ask for on their account's page, by Identity's rules.</summary>
internal sealed class ConsoleAccounts(
    UserManager<User> users, UserStore store, SessionDesk sessions, Tries tries, AuthenticatorCodes codes, EmailDesk emails, LetterPost letters,
    FormLimits limits) : IAccounts
{
    private const int KeyGroup = 4;
    private static readonly AccountResult Done = new(null, []);

    /// <inheritdoc/>
    public async Task<AccountView> ShowAsync(HttpContext context, Visitor visitor)
    {
        var (user, own) = (await FindAsync(visitor), await sessions.FindAsync(context));
        var all = await sessions.ListAsync(user.Id);
        return new AccountView(
            user.TwoFactor, await users.CountRecoveryCodesAsync(user),
            [.. all.Select(row => new AccountSession(row.Id, row.Id == own?.Id, row.Address, row.UserAgent, row.CreatedAt / 1000, row.SeenAt / 1000))])
        {
            HasPassword = user.PasswordHash is not null,
        };
    }

    /// <inheritdoc/>
    public async Task<AccountResult> ChangePasswordAsync(HttpContext context, Visitor visitor, string current, string chosen)
    {
        var user = await FindAsync(visitor);
        if (await CheckAsync(context, user, current) is { } error) return error;
        user.Change = ChangeBy(context, user);
        var changed = await users.ChangePasswordAsync(user, current, chosen);
        if (!changed.Succeeded) return Refuse(user, FormError.Of(changed));
        return await GoOnAsync(context, user);
    }

    /// <inheritdoc/>
    public async Task<AccountResult> NewAuthenticatorAsync(HttpContext context, Visitor visitor)
    {
        var user = await FindAsync(visitor);
        if (user.TwoFactor) return Refuse(user, "authenticator-on");
        user.Change = ChangeBy(context, user);
        user.LastCodeStep = 0; // Codes of another key.
        return (await users.ResetAuthenticatorKeyAsync(user)).Succeeded ? await GoOnAsync(context, user) : Refuse(user, "stale");
    }

    /// <inheritdoc/>
    public async Task<AuthenticatorKey?> FindAuthenticatorAsync(Visitor visitor)
    {
        var user = await FindAsync(visitor);
        if (user.TwoFactor || await users.GetAuthenticatorKeyAsync(user) is not { } key) return null;
        var address = $"otpauth://totp/Farebox:{Uri.EscapeDataString(user.Email)}?secret={key}&issuer=Farebox&digits=6";
        return new AuthenticatorKey(string.Join(' ', key.Chunk(KeyGroup).Select(part => new string(part))), address);
    }

    /// <inheritdoc/>
    public async Task<AccountResult> AddAuthenticatorAsync(HttpContext context, Visitor visitor, string password, string code)
    {
        var user = await FindAsync(visitor);
        if (user.TwoFactor) return Refuse(user, "authenticator-on");
        if (await CheckAsync(context, user, password) is { } error) return error;
        if (!await codes.TakeAsync(user, string.Concat(code.Where(char.IsAsciiDigit)))) return Refuse(user, "wrong-code");

        // With the recovery codes in one write: nobody is left with an authenticator and no other way in.
        var recovery = RecoveryCodes.Create();
        await store.ReplaceCodesAsync(user, recovery, context.RequestAborted);
        user.Change = ChangeBy(context, user, "authenticator_on");
        if (!(await users.SetTwoFactorEnabledAsync(user, true)).Succeeded) return Refuse(user, "stale");
        await GoOnAsync(context, user);
        return new AccountResult(null, recovery);
    }

    /// <inheritdoc/>
    public async Task<AccountResult> RemoveAuthenticatorAsync(HttpContext context, Visitor visitor, string password)
    {
        var user = await FindAsync(visitor);
        if (!user.TwoFactor) return Refuse(user, "stale");
        if (await CheckAsync(context, user, password) is { } error) return error;
        (user.AuthenticatorKey, user.RecoveryCodes) = (null, "[]");
        user.Change = ChangeBy(context, user, "authenticator_off");
        if (!(await users.SetTwoFactorEnabledAsync(user, false)).Succeeded) return Refuse(user, "stale");
        return await GoOnAsync(context, user);
    }

    /// <inheritdoc/>
    public async Task<AccountResult> AskEmailAsync(HttpContext context, Visitor visitor, string password, string email)
    {
        var user = await FindAsync(visitor);
        return await CheckAsync(context, user, password) ?? Of(await emails.AskAsync(context, user, email));
    }

    /// <inheritdoc/>
    public async Task<AccountResult> ChangeEmailAsync(HttpContext context, Visitor visitor, string email, string token)
    {
        var user = await FindAsync(visitor);
        var result = Of(await emails.ChangeAsync(context, user, email, token));
        if (result is { Error: null, Wait: null }) await GoOnAsync(context, user);
        return result;
    }

    /// <inheritdoc/>
    public async Task EndSessionAsync(HttpContext context, Visitor visitor, string sessionId) =>
        await sessions.EndAsync(context, await FindAsync(visitor), sessionId);

    private async Task<User> FindAsync(Visitor visitor) =>
        await users.FindByIdAsync(visitor.Id) ?? throw new InvalidOperationException($"{visitor.Id} is signed in and not there.");

    // Tries count here as they do at sign-in: else a browser left open could try them all.
    private async Task<AccountResult?> CheckAsync(HttpContext context, User user, string password)
    {
        if (limits.SignIn(context, user.Id) is { } wait) return new AccountResult(null, []) { Wait = wait };
        if (user.PasswordHash is null) return Refuse(user, "no-password");
        return await tries.PasswordAsync(user, password) switch
        {
            TryResult.Right => null,
            TryResult.Locked => Refuse(user, "locked"),
            _ => Refuse(user, "wrong-password"),
        };
    }

    // The change ended all sessions; this browser's goes on, under a new secret.
    private async Task<AccountResult> GoOnAsync(HttpContext context, User user)
    {
        await sessions.BeginAsync(context, user, SessionStage.SignedIn, remember: false, goesOn: true);
        return Done;
    }

    private static UserChange ChangeBy(HttpContext context, User user) => new(Actor.Of(context, user.Id, user.Email), AuditEventTypes.UserUpdated);

    // With a letter: whoever owns the account learns of it, whoever did it.
    private UserChange ChangeBy(HttpContext context, User user, string letter)
    {
        var language = PageLanguage.Of(context.Request);
        return ChangeBy(context, user) with
        {
            Along = (connection, _, stored) => letters.Add(connection, stored.Email, language, letter, "/console/forgotten"),
        };
    }

    private static AccountResult Of(SignUpOutcome outcome) => new(outcome.Error, []) { Wait = outcome.Wait };

    private static AccountResult Refuse(User user, string error)
    {
        user.Change = null;
        return new AccountResult(error, []);
    }
}
