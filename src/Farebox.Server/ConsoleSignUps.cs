using Farebox.ConsolePages;
using Farebox.Server.Accounts;
using Farebox.Server.Accounts.Invites;
using Farebox.Server.Accounts.SignUp;
using Farebox.Server.Platform.Options;

namespace Farebox.Server;

/// <summary>Does what strangers ask for by the console's forms.</summary>
internal sealed class ConsoleSignUps(
    SignUpDesk desk, PasswordDesk passwords, EmailDesk emails, InviteDesk invites, OrganizationStore organizations, SignUpRules rules,
    FareboxOptions options) : ISignUps
{
    /// <inheritdoc/>
    public bool TakesStrangers => rules.TakesStrangers;

    /// <inheritdoc/>
    public int ResetMinutes => options.ResetLinkMinutes;

    /// <inheritdoc/>
    public async Task<SignUpResult> SignUpAsync(HttpContext context, string name, string email, string password) =>
        Of(await desk.SignUpAsync(context, name, email, password));

    /// <inheritdoc/>
    public async Task<SignUpResult> ConfirmAsync(HttpContext context, string userId, string token, string password) =>
        Of(await desk.ConfirmAsync(context, userId, token, password));

    /// <inheritdoc/>
    public async Task<SignUpResult> ForgetAsync(HttpContext context, string email) => Of(await passwords.ForgetAsync(context, email));

    /// <inheritdoc/>
    public async Task<SignUpResult> ResetAsync(HttpContext context, string userId, string token, string chosen) =>
        Of(await passwords.ResetAsync(context, userId, token, chosen));

    /// <inheritdoc/>
    public async Task<SignUpResult> UndoEmailAsync(HttpContext context, string userId, string email, string token, string chosen) =>
        Of(await emails.UndoAsync(context, userId, email, token, chosen));

    /// <inheritdoc/>
    public async Task<Invitation?> FindInvitationAsync(string id, string secret) =>
        await invites.FindAsync(id, secret) is { } invite ? await ShowAsync(invite) : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Invitation>> ListInvitationsAsync(Visitor visitor)
    {
        var shown = new List<Invitation>();
        foreach (var invite in await invites.ListAsync(visitor.Email)) shown.Add(await ShowAsync(invite));
        return shown;
    }

    /// <inheritdoc/>
    public async Task<SignUpResult> AcceptAsync(HttpContext context, Visitor visitor, string id) => Of(await invites.AcceptAsync(context, visitor.Id, id));

    /// <inheritdoc/>
    public async Task<SignUpResult> SignUpInvitedAsync(HttpContext context, string id, string secret, string name, string password) =>
        Of(await invites.SignUpAsync(context, id, secret, name, password));

    private async Task<Invitation> ShowAsync(InviteRow invite) => new(
        invite.Id, invite.OrganizationId, (await organizations.FindAsync(invite.OrganizationId))!.Name, invite.Email, invite.Role, invite.ExpiresAt / 1000,
        await invites.HasAccountAsync(invite.Email), rules.Refuse(invite.Email, isInvited: true) is null, invite.Stands);

    private static SignUpResult Of(SignUpOutcome outcome) => new(outcome.Error, outcome.Wait);
}
