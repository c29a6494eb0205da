namespace Farebox.ConsolePages;

/// <summary>What came of a form that strangers send.</summary>
/// <param name="Error">A word for what was wrong; null when nothing was.</param>
/// <param name="Wait">Set when it was tried too often: how long not to.</param>
public sealed record SignUpResult(string? Error, TimeSpan? Wait = null);

/// <summary>An invitation that was not accepted yet, and is not too old.</summary>
/// <param name="Role">One of the organization's roles.</param>
/// <param name="ExpiresAt">Unix seconds.</param>
/// <param name="HasAccount">Whether somebody has an account with the address: they sign in instead of signing up.</param>
/// <param name="TakesNew">Whether whoever has none may make one.</param>
/// <param name="Stands">Whether whoever sent it still may; nobody can accept it otherwise.</param>
public sealed record Invitation(
    string Id, string OrganizationId, string Organization, string Email, string Role, long ExpiresAt, bool HasAccount, bool TakesNew, bool Stands);

/// <summary>How people come to have an account, or get back into it. Implemented by the server.</summary>
public interface ISignUps
{
    /// <summary>Whether people may sign up whom nobody invited.</summary>
    bool TakesStrangers { get; }

    /// <summary>How many minutes the link of <see cref="ForgetAsync"/> is good.</summary>
    int ResetMinutes { get; }

    /// <summary>Sends a letter with a link to <see cref="ConfirmAsync"/>.</summary>
    Task<SignUpResult> SignUpAsync(HttpContext context, string name, string email, string password);

    /// <summary>Signs in whoever follows the link and knows the password.</summary>
    Task<SignUpResult> ConfirmAsync(HttpContext context, string userId, string token, string password);

    /// <summary>Sends a letter with a link to <see cref="ResetAsync"/>.</summary>
    Task<SignUpResult> ForgetAsync(HttpContext context, string email);

    /// <summary>Sets another password.</summary>
    Task<SignUpResult> ResetAsync(HttpContext context, string userId, string token, string chosen);

    /// <summary>Puts back the address that an account had, and sets another password.</summary>
    Task<SignUpResult> UndoEmailAsync(HttpContext context, string userId, string email, string token, string chosen);

    /// <summary>That of a letter's link; null for a link that is good for nothing.</summary>
    Task<Invitation?> FindInvitationAsync(string id, string secret);

    /// <summary>Those that a visitor can accept.</summary>
    Task<IReadOnlyList<Invitation>> ListInvitationsAsync(Visitor visitor);

    /// <summary>Lets a visitor join, by an invitation to their address.</summary>
    Task<SignUpResult> AcceptAsync(HttpContext context, Visitor visitor, string id);

    /// <summary>Makes an account with the invitation's address, joins and signs in.</summary>
    Task<SignUpResult> SignUpInvitedAsync(HttpContext context, string id, string secret, string name, string password);
}
