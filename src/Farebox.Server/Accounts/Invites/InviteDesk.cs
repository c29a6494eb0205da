using System.Security.Cryptography;
using Farebox.Contracts.Audit;
using Farebox.Server.Accounts.Limiting;
using Farebox.Server.Accounts.Sessions;
using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Accounts.SignUp;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Microsoft.AspNetCore.Identity;

namespace Farebox.Server.Accounts.Invites;

/// <summary>
/// What invited people do. An invitation is for one address: whoever is signed in with it accepts, or whoever has its letter's link signs up with it.
/// The link alone lets nobody in by another address.
/// </summary>
internal sealed class InviteDesk(
    InviteStore store, UserManager<User> users, SignUpDesk signUps, SignUpRules rules, FormLimits limits, SessionDesk sessions, InstallationSecret secret,
    TimeProvider clock)
{
    /// <summary>The invitation of a link, which may not stand any more; null for a link that is good for nothing.</summary>
    public async Task<InviteRow?> FindAsync(string id, string text) =>
        await store.FindAsync(id) is { } row && row.IsTimelyAt(NowMs())
        && CryptographicOperations.FixedTimeEquals(row.SecretHash, InviteSecret.HashOf(text, secret)) ? row : null;

    /// <summary>Those that somebody can accept, by their confirmed address.</summary>
    public Task<List<InviteRow>> ListAsync(string email) => store.ListOpenAsync(email.ToUpperInvariant(), NowMs());

    /// <summary>Whether somebody has a confirmed account with this address.</summary>
    public async Task<bool> HasAccountAsync(string email) => await users.FindByEmailAsync(email) is { EmailConfirmed: true };

    /// <summary>Somebody who is signed in joins.</summary>
    public async Task<SignUpOutcome> AcceptAsync(HttpContext context, string userId, string id)
    {
        if (await users.FindByIdAsync(userId) is not { EmailConfirmed: true } user) return SignUpOutcome.Refused("link");
        var accepted = await store.AcceptAsync(id, user.Id, user.NormalizedEmail, NowMs(), Actor.Of(context, user.Id, user.Email));
        return accepted ? SignUpOutcome.Done : SignUpOutcome.Refused("link");
    }

    /// <summary>Somebody without an account signs up by the link, which proves the address, and joins.</summary>
    public async Task<SignUpOutcome> SignUpAsync(HttpContext context, string id, string text, string name, string password)
    {
        if (limits.SignIn(context, id) is { } wait) return SignUpOutcome.TooOften(wait);
        if (await FindAsync(id, text) is not { Stands: true } invite) return SignUpOutcome.Refused("link");
        if (rules.Refuse(invite.Email, isInvited: true) is { } refused) return SignUpOutcome.Refused(refused);
        var user = await users.FindByEmailAsync(invite.Email);
        if (user is { EmailConfirmed: true } or { DisabledAt: not null }) return SignUpOutcome.Refused("email-taken");
        var (wanted, nowMs) = (user ?? signUps.NewUser(name, invite.Email), NowMs());
        if (await signUps.CheckPasswordAsync(wanted, password) is { } weak) return SignUpOutcome.Refused(weak);

        wanted.EmailConfirmed = true;
        wanted.Change = new UserChange(Actor.Of(context, wanted.Id, wanted.Email), user is null ? AuditEventTypes.UserAdded : AuditEventTypes.UserUpdated)
        {
            Along = (connection, trail, stored) =>
            {
                // Withdrawn at this very moment: then nobody is made either.
                if (!InviteStore.Accept(connection, trail, id, stored.Id, stored.NormalizedEmail, nowMs)) throw new InviteGoneException();
            },
        };
        if (user is not null) signUps.StartAgain(user, name, password);
        try
        {
            var made = user is null ? await users.CreateAsync(wanted, password) : await users.UpdateAsync(user);
            if (!made.Succeeded) return SignUpOutcome.Refused(FormError.Of(made));
        }
        catch (InviteGoneException)
        {
            return SignUpOutcome.Refused("link");
        }

        await sessions.BeginAsync(context, wanted, SessionStage.SignedIn, remember: false);
        return SignUpOutcome.Done;
    }

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Undoes a transaction.</summary>
    private sealed class InviteGoneException : Exception;
}
