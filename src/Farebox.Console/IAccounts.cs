namespace Farebox.ConsolePages;

/// <summary>What somebody sees of their own account.</summary>
/// <param name="HasAuthenticator">Whether a code is asked for at sign-in.</param>
/// <param name="RecoveryCodesLeft">How many of them were not used yet.</param>
/// <param name="Sessions">Their sign-ins, the newest first.</param>
public sealed record AccountView(bool HasAuthenticator, int RecoveryCodesLeft, IReadOnlyList<AccountSession> Sessions)
{
    /// <summary>False for somebody who came by a provider, and never chose one.</summary>
    public required bool HasPassword { get; init; }
}

/// <summary>A sign-in that is not over.</summary>
/// <param name="IsThis">Whether it is that of the browser that asks.</param>
/// <param name="CreatedAt">Unix seconds, as all times here.</param>
public sealed record AccountSession(string Id, bool IsThis, string? Address, string? UserAgent, long CreatedAt, long SeenAt);

/// <summary>A key for an authenticator app that is not in use yet.</summary>
/// <param name="Key">To be typed in, in groups of four.</param>
/// <param name="Address">The same as an <c>otpauth</c> address, for a QR code.</param>
public sealed record AuthenticatorKey(string Key, string Address);

/// <summary>What came of a change: a word for what was wrong, or none; and the recovery codes, the one time that they can be read.</summary>
public sealed record AccountResult(string? Error, IReadOnlyList<string> RecoveryCodes)
{
    /// <summary>Set when it was tried too often: how long not to.</summary>
    public TimeSpan? Wait { get; init; }
}

/// <summary>What people do with their own account. Implemented by the server.</summary>
public interface IAccounts
{
    Task<AccountView> ShowAsync(HttpContext context, Visitor visitor);

    /// <summary>Ends every other session.</summary>
    Task<AccountResult> ChangePasswordAsync(HttpContext context, Visitor visitor, string current, string chosen);

    /// <summary>Makes a key; the authenticator counts once a code from it was shown.</summary>
    Task<AccountResult> NewAuthenticatorAsync(HttpContext context, Visitor visitor);

    /// <summary>The key that was made, to be shown again; null when there is none, or when it counts already.</summary>
    Task<AuthenticatorKey?> FindAuthenticatorAsync(Visitor visitor);

    /// <summary>Takes a code from the new authenticator, and the password: from now on a code is asked for at sign-in.</summary>
    Task<AccountResult> AddAuthenticatorAsync(HttpContext context, Visitor visitor, string password, string code);

    /// <summary>Asks for the password: a browser left open is not enough.</summary>
    Task<AccountResult> RemoveAuthenticatorAsync(HttpContext context, Visitor visitor, string password);

    /// <summary>Sends a letter to the new address, whose link changes it, and tells the old one.</summary>
    Task<AccountResult> AskEmailAsync(HttpContext context, Visitor visitor, string password, string email);

    /// <summary>What that link does.</summary>
    Task<AccountResult> ChangeEmailAsync(HttpContext context, Visitor visitor, string email, string token);

    Task EndSessionAsync(HttpContext context, Visitor visitor, string sessionId);
}
