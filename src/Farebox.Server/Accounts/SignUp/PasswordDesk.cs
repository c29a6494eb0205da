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

/// <summary>Forgotten passwords: a letter to an address that is known, and the same words for one that is not.</summary>
internal sealed class PasswordDesk(
    UserManager<User> users, SignUpRules rules, FormLimits limits, LinkTokens tokens, LetterPost letters, FirstOrganization first,
    UnlinkedLetter unlinked, FareboxOptions options, TimeProvider clock)
{
    private const string Purpose = UserManager<User>.ResetPasswordTokenPurpose;

    /// <summary>The form that asks for a letter.</summary>
    public Task<SignUpOutcome> ForgetAsync(HttpContext context, string email) => EvenTime.RunAsync(() => SendAsync(context, email), clock);

    /// <summary>
    /// The link in the letter, and another password. It proves the address, so one that was never confirmed is now; whatever password somebody
    /// else may have given it is gone, and so are all sessions, and whatever provider somebody else may have linked, of which a letter tells.
    /// </summary>
    public async Task<SignUpOutcome> ResetAsync(HttpContext context, string userId, string token, string chosen)
    {
        if (limits.SignIn(context, userId) is { } wait) return SignUpOutcome.TooOften(wait);
        if (await users.FindByIdAsync(userId) is not { DisabledAt: null } user || !await users.VerifyUserTokenAsync(user, LinkTokens.Provider, Purpose, token))
            return SignUpOutcome.Refused("link");
        var isNew = !user.EmailConfirmed;
        if (isNew && rules.Refuse(user.Email, isInvited: false) is { } refused) return SignUpOutcome.Refused(refused);
        var isFirst = user.PasswordHash is null; // Of somebody who came by a provider, and keeps it.
        (user.EmailConfirmed, user.IsForgiven) = (true, true);
        var language = PageLanguage.Of(context.Request);
        user.Change = new UserChange(Actor.Of(context, user.Id, user.Email), AuditEventTypes.UserUpdated)
        {
            Along = (connection, trail, stored) =>
            {
                if (!isFirst) unlinked.Send(connection, trail, stored, language);
                if (isNew) first.Give(connection, trail, stored);
            },
        };
        var changed = await users.ResetPasswordAsync(user, token, chosen);
        return changed.Succeeded ? SignUpOutcome.Done : SignUpOutcome.Refused(FormError.Of(changed));
    }

    private async Task<SignUpOutcome> SendAsync(HttpContext context, string email)
    {
        if (EmailAddress.Clean(email) is not { } address) return SignUpOutcome.Refused("email");
        if (limits.Letter(context, address) is { } wait) return SignUpOutcome.TooOften(wait);
        if (await users.FindByEmailAsync(address) is { DisabledAt: null } user)
        {
            var path = $"/console/reset?user={user.Id}&token={tokens.Create(user, Purpose)}";
            await letters.SendAsync(user.Email, PageLanguage.Of(context.Request), "reset", path, options.ResetLinkMinutes);
        }

        return SignUpOutcome.Done;
    }
}
