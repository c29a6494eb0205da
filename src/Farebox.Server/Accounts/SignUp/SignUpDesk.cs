using System.Security.Cryptography;
using Farebox.ConsolePages;
using Farebox.Contracts.Audit;
using Farebox.Kernel.Credentials;
using Farebox.Server.Accounts.Limiting;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Accounts.Sessions;
using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Microsoft.AspNetCore.Identity;

namespace Farebox.Server.Accounts.SignUp;

/// <summary>
/// Takes people in whom nobody invited: name, address and password, then a letter, and the password again behind its link. Nobody learns whether
/// an address is known here, but whoever reads its mail.
/// </summary>
internal sealed class SignUpDesk(
    UserManager<User> users, SignUpRules rules, FormLimits limits, Tries tries, LinkTokens tokens, LetterPost letters, FirstOrganization first,
    SessionDesk sessions, IdSource ids, FareboxOptions options, TimeProvider clock)
{
    private const int StampBytes = 20;

    /// <summary>The form. Says the same, after the same time, whether the address is known or not.</summary>
    public Task<SignUpOutcome> SignUpAsync(HttpContext context, string name, string email, string password) =>
        EvenTime.RunAsync(() => TakeAsync(context, name, email, password), clock);

    /// <summary>
    /// The link in the letter, with the password of the form: otherwise somebody could have signed up with another's address, and have its owner's
    /// click open an account whose password he knows.
    /// </summary>
    public async Task<SignUpOutcome> ConfirmAsync(HttpContext context, string userId, string token, string password)
    {
        if (limits.SignIn(context, userId) is { } wait) return SignUpOutcome.TooOften(wait);
        const string Purpose = UserManager<User>.ConfirmEmailTokenPurpose;
        if (await users.FindByIdAsync(userId) is not { DisabledAt: null } user || !await users.VerifyUserTokenAsync(user, LinkTokens.Provider, Purpose, token))
            return SignUpOutcome.Refused("link");
        if (rules.Refuse(user.Email, isInvited: false) is { } refused) return SignUpOutcome.Refused(refused);
        var tried = await tries.PasswordAsync(user, password);
        if (tried != TryResult.Right) return SignUpOutcome.Refused(tried == TryResult.Locked ? "locked" : "wrong-password");

        user.Change = new UserChange(Actor.Of(context, user.Id, user.Email), AuditEventTypes.UserUpdated) { Along = first.Give };
        if (!(await users.ConfirmEmailAsync(user, token)).Succeeded) return SignUpOutcome.Refused("link");
        await sessions.BeginAsync(context, user, SessionStage.SignedIn, remember: false);
        return SignUpOutcome.Done;
    }

    /// <summary>A user as a form describes one, not stored yet.</summary>
    public User NewUser(string name, string email) => new()
    {
        Id = ids.Next("user_"), Email = email, Name = KeyRules.CleanName(name) ?? "", CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        ConcurrencyStamp = ids.Next(""),
    };

    /// <summary>What a password is refused for, whoever wants it; null for a good one.</summary>
    public async Task<string?> CheckPasswordAsync(User user, string password)
    {
        foreach (var validator in users.PasswordValidators)
        {
            if (await validator.ValidateAsync(users, user, password) is { Succeeded: false } refused) return FormError.Of(refused);
        }

        return null;
    }

    /// <summary>Gives somebody who never confirmed their address what was typed now: whoever typed before may have been another.</summary>
    /// <param name="password">Null for somebody who signs in by a provider.</param>
    public void StartAgain(User user, string name, string? password)
    {
        user.Name = KeyRules.CleanName(name) ?? "";
        user.PasswordHash = password is null ? null : users.PasswordHasher.HashPassword(user, password);
        user.SecurityStamp = RandomNumberGenerator.GetHexString(2 * StampBytes);
        (user.IsForgiven, user.CreatedAt) = (true, clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private async Task<SignUpOutcome> TakeAsync(HttpContext context, string name, string email, string password)
    {
        if (!rules.TakesStrangers) return SignUpOutcome.Refused("sign-up-closed");
        if (EmailAddress.Clean(email) is not { } address) return SignUpOutcome.Refused("email");
        if (rules.Refuse(address, isInvited: false) is { } refused) return SignUpOutcome.Refused(refused);
        var wanted = NewUser(name, address);
        if (await CheckPasswordAsync(wanted, password) is { } weak) return SignUpOutcome.Refused(weak);
        if (limits.Letter(context, address) is { } wait) return SignUpOutcome.TooOften(wait);

        var language = PageLanguage.Of(context.Request);
        switch (await users.FindByEmailAsync(address))
        {
            case null:
                wanted.Change = Asking(context, wanted, AuditEventTypes.UserAdded, language);
                await users.CreateAsync(wanted, password); // Fails when somebody else was quicker with the same address: they get the letter.
                break;
            case { EmailConfirmed: false, DisabledAt: null } unconfirmed:
                StartAgain(unconfirmed, name, password);
                unconfirmed.Change = Asking(context, unconfirmed, AuditEventTypes.UserUpdated, language);
                await users.UpdateAsync(unconfirmed);
                break;
            case var known:
                _ = users.PasswordHasher.HashPassword(known, password); // For the time that it takes.
                await letters.SendAsync(known.Email, language, "known", "/console/sign-in");
                break;
        }

        return SignUpOutcome.Done;
    }

    private UserChange Asking(HttpContext context, User user, string type, PageLanguage language) => new(Actor.Of(context, user.Id, user.Email), type)
    {
        Along = (connection, _, stored) =>
        {
            var path = $"/console/confirm?user={stored.Id}&token={tokens.Create(stored, UserManager<User>.ConfirmEmailTokenPurpose)}";
            letters.Add(connection, stored.Email, language, "confirm", path, options.ConfirmLinkHours);
        },
    };
}
