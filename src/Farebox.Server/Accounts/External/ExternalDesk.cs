using System.Data.Common;
using Farebox.ConsolePages;
using Farebox.Contracts.Audit;
using Farebox.Server.Accounts.Invites;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Accounts.Sessions;
using Farebox.Server.Accounts.SignUp;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Microsoft.AspNetCore.Identity;

namespace Farebox.Server.Accounts.External;

/// <summary>
/// Decides what somebody whom a provider vouches for may do here: sign in as the user they are linked to, be linked to the user who is signed
/// in, or be taken in as a new one. An address, verified or not, never opens an account that is there: its owner links it when signed in.
/// </summary>
internal sealed class ExternalDesk(
    UserManager<User> users, LoginStore logins, SessionDesk sessions, SignUpDesk signUp, SignUpRules rules, InviteDesk invites, FirstOrganization first,
    LetterPost letters, TimeProvider clock)
{
    /// <summary>Signs in. Null when it worked; otherwise the word for why not.</summary>
    public async Task<string?> SignInAsync(HttpContext context, SignInProvider provider, ProviderIdentity who)
    {
        if (await logins.FindAsync(provider.Issuer, who.Subject) is not { } login) return await TakeInAsync(context, provider, who);
        if (await users.FindByIdAsync(login.UserId) is not { DisabledAt: null } user) return "disabled";
        return await BeginAsync(context, user);
    }

    /// <summary>Links somebody to the user of the session that asked for it. Null when it worked; otherwise the word for why not.</summary>
    public async Task<string?> LinkAsync(HttpContext context, SignInProvider provider, ProviderIdentity who, string sessionId)
    {
        if (await sessions.FindAsync(context) is not { Stage: (long)SessionStage.SignedIn } session || session.Id != sessionId) return "provider-attempt";
        var user = await users.FindByIdAsync(session.UserId);
        var row = RowOf(provider, who, session.UserId);
        var added = await logins.AddAsync(row, Actor.Of(context, session.UserId, user!.Email), LetterOf(context, user.Email, "provider_added", provider));
        return added ? null : "provider-taken";
    }

    /// <summary>Unlinks somebody. False when they are not linked, or have no other way in.</summary>
    public Task<bool> UnlinkAsync(HttpContext context, SignInProvider provider, string userId, string email) =>
        logins.RemoveAsync(userId, provider.Issuer, Actor.Of(context, userId, email), LetterOf(context, email, "provider_removed", provider));

    // Whoever it was who did it, the owner of the account hears of it.
    private Action<DbConnection> LetterOf(HttpContext context, string email, string kind, SignInProvider provider)
    {
        var language = PageLanguage.Of(context.Request);
        return connection => letters.Add(connection, email, language, kind, ExternalForms.AccountPage, provider.Name);
    }

    private async Task<string?> TakeInAsync(HttpContext context, SignInProvider provider, ProviderIdentity who)
    {
        if (who.Email is not { } told || EmailAddress.Clean(told) is not { } email || !who.EmailVerified) return "provider-unverified";
        var known = await users.FindByEmailAsync(email);
        if (known is { EmailConfirmed: true } or { DisabledAt: not null }) return "provider-known";
        var isInvited = (await invites.ListAsync(email)).Count > 0;
        if (rules.Refuse(email, isInvited) is { } refused) return refused;

        // Whoever signed up with the address and never confirmed it may have been another: their password goes.
        if (known is not null) signUp.StartAgain(known, who.Name ?? "", password: null);
        var user = known ?? signUp.NewUser(who.Name ?? "", email);
        user.EmailConfirmed = true; // The provider did.
        user.Change = new UserChange(Actor.Of(context, user.Id, user.Email), known is null ? AuditEventTypes.UserAdded : AuditEventTypes.UserUpdated)
        {
            Along = (connection, trail, stored) =>
            {
                LoginStore.Add(connection, trail, RowOf(provider, who, stored.Id));
                if (!isInvited) first.Give(connection, trail, stored); // Who is invited finds the invitation on the first page.
            },
        };
        var stored = known is null ? await users.CreateAsync(user) : await users.UpdateAsync(user);
        return stored.Succeeded ? await BeginAsync(context, user) : "provider-known";
    }

    private async Task<string?> BeginAsync(HttpContext context, User user)
    {
        await sessions.BeginAsync(context, user, user.TwoFactor ? SessionStage.NeedsCode : SessionStage.SignedIn, remember: false);
        return null;
    }

    private LoginRow RowOf(SignInProvider provider, ProviderIdentity who, string userId) => new()
    {
        Issuer = provider.Issuer, Subject = who.Subject, UserId = userId, Email = who.Email, AddedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
    };
}
