using Farebox.ConsolePages;
using Farebox.Contracts.Audit;
using Farebox.Server.Accounts.External;
using Farebox.Server.Accounts.Limiting;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Microsoft.AspNetCore.Identity;

namespace Farebox.Server.Accounts.SignUp;

/// <summary>Another address for somebody's account: the new one confirms, the old one is told at once and again when it is done.</summary>
internal sealed class EmailDesk(
    UserManager<User> users, UserDirectoryStore directory, FormLimits limits, LinkTokens tokens, LetterPost letters, UnlinkedLetter unlinked,
    FareboxOptions options, TimeProvider clock)
{
    private const string SignIn = "/console/sign-in";

    /// <summary>Asks for it. Whoever asks has shown their password. Says the same whether the new address is somebody else's or not.</summary>
    public Task<SignUpOutcome> AskAsync(HttpContext context, User user, string email) =>
        EvenTime.RunAsync(() => SendAsync(context, user, email), clock);

    /// <summary>The link in the letter to the new address, followed by whoever asked. Ends all sessions.</summary>
    public async Task<SignUpOutcome> ChangeAsync(HttpContext context, User user, string email, string token)
    {
        if (limits.SignIn(context, user.Id) is { } wait) return SignUpOutcome.TooOften(wait);
        var (before, language, now) = (user.Email, PageLanguage.Of(context.Request), clock.GetUtcNow());

        // An address that the account has for less time than a link is good only hears of it: a thief's, while the owner has a link, would take the account
        // back from them.
        var isOld = user.EmailChangedAt is not { } changedAt || changedAt <= now.AddHours(-options.ConfirmLinkHours).ToUnixTimeMilliseconds();
        if (isOld) user.KeptAuthenticator = user.TwoFactor ? user.AuthenticatorKey : null;
        user.EmailChangedAt = now.ToUnixTimeMilliseconds();
        user.Change = new UserChange(Actor.Of(context, user.Id, user.Email), AuditEventTypes.UserUpdated)
        {
            Along = (connection, _, stored) =>
            {
                if (!isOld)
                {
                    letters.Add(connection, before, language, "email_moved", SignIn, stored.Email);
                    return;
                }

                var undo = tokens.Create(stored, LinkTokens.UndoEmail + before);
                var path = $"/console/undo-email?user={stored.Id}&email={Uri.EscapeDataString(before)}&token={undo}";
                letters.Add(connection, before, language, "email_done", path, stored.Email, options.ConfirmLinkHours);
            },
        };
        var changed = await users.ChangeEmailAsync(user, email, token);
        user.Change = null;
        return changed.Succeeded ? SignUpOutcome.Done : SignUpOutcome.Refused("link");
    }

    /// <summary>
    /// The link in the letter to the old address, and another password: whoever changed it may have been another. Ends all sessions, and what providers
    /// were linked; an authenticator that was not on when the address was changed goes, and so does whoever signed up with the address meanwhile and did not
    /// confirm it. A second time there is nothing to undo.
    /// </summary>
    public async Task<SignUpOutcome> UndoAsync(HttpContext context, string userId, string email, string token, string chosen)
    {
        if (limits.SignIn(context, userId) is { } wait) return SignUpOutcome.TooOften(wait);
        if (await users.FindByIdAsync(userId) is not { DisabledAt: null } user || user.Email == email
            || !await users.VerifyUserTokenAsync(user, LinkTokens.Provider, LinkTokens.UndoEmail + email, token)) return SignUpOutcome.Refused("link");
        var (before, language) = (user.Email, PageLanguage.Of(context.Request));
        (user.Email, user.NormalizedEmail, user.IsForgiven) = (email, users.NormalizeEmail(email)!, true);
        if (user.AuthenticatorKey is { } key && !(user.KeptAuthenticator ?? []).AsSpan().SequenceEqual(key))
            (user.TwoFactor, user.AuthenticatorKey, user.RecoveryCodes) = (false, null, "[]");
        (user.EmailChangedAt, user.KeptAuthenticator) = (null, null);
        var actor = Actor.Of(context, user.Id, email);
        await directory.FreeAddressAsync(user.NormalizedEmail, actor);
        user.Change = new UserChange(actor, AuditEventTypes.UserUpdated)
        {
            Along = (connection, trail, stored) =>
            {
                unlinked.Send(connection, trail, stored, language);
                letters.Add(connection, before, language, "email_undone", SignIn, stored.Email);
            },
        };
        var changed = await users.ResetPasswordAsync(user, tokens.Create(user, UserManager<User>.ResetPasswordTokenPurpose), chosen);
        return changed.Succeeded ? SignUpOutcome.Done : SignUpOutcome.Refused(FormError.Of(changed));
    }

    private async Task<SignUpOutcome> SendAsync(HttpContext context, User user, string email)
    {
        if (EmailAddress.Clean(email) is not { } address) return SignUpOutcome.Refused("email");
        if (limits.Letter(context, address) is { } wait) return SignUpOutcome.TooOften(wait);
        var language = PageLanguage.Of(context.Request);
        if (await users.FindByEmailAsync(address) is { } taken)
        {
            await letters.SendAsync(taken.Email, language, "known", SignIn);
        }
        else
        {
            var token = tokens.Create(user, UserManager<User>.GetChangeEmailTokenPurpose(address));
            var path = $"/console/account/email?email={Uri.EscapeDataString(address)}&token={token}";
            await letters.SendAsync(address, language, "email_new", path, options.ConfirmLinkHours);
        }

        await letters.SendAsync(user.Email, language, "email_old", SignIn, address);
        return SignUpOutcome.Done;
    }
}
