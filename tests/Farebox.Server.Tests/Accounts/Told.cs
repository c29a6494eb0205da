namespace Farebox.Server.Tests.Accounts;

/// <summary>What pages say of forms that are refused.</summary>
internal static class Told
{
    public const string Wrong = "E-mail address or password, or the code, is wrong.";
    public const string Locked = "Too many wrong tries. Wait a few minutes, then try again.";
    public const string Unconfirmed = "Your address is not confirmed yet: follow the link in the mail that you got.";
    public const string Disabled = "This account is disabled. Ask whoever runs this Farebox.";
    public const string WrongPassword = "The current password is wrong.";
}
