using System.Security.Cryptography;

namespace Farebox.Server.Accounts.SignIn;

/// <summary>What opens an account in place of an authenticator that was lost.</summary>
internal static class RecoveryCodes
{
    private const int Count = 10;
    private const int Half = 5;

    // Without what is easily taken for another: 26 to the tenth, with the limit on tries, is more than anybody guesses.
    private const string Letters = "23456789BCDFGHJKMNPQRTVWXY";

    /// <summary>Ten, such as <c>B2C3D-F4G5H</c>.</summary>
    public static string[] Create() =>
        [.. Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Letters, Half) + "-" + RandomNumberGenerator.GetString(Letters, Half))];
}
