using System.Security.Cryptography;
using System.Text;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts.SignIn;

/// <summary>
/// What the first visitor shows to make the operator's account: printed where only whoever started the server reads it. It is the same at
/// each start, and opens nothing once there is a user.
/// </summary>
internal sealed class SetUpCode(InstallationSecret secret)
{
    private const int Bytes = 12;

    /// <summary>24 hexadecimal digits.</summary>
    public string Text { get; } = Make(secret);

    /// <summary>Takes as long for every wrong code.</summary>
    public bool Matches(string code) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code.Trim()), Encoding.ASCII.GetBytes(Text));

    private static string Make(InstallationSecret secret)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        secret.Hash("set-up code"u8, hash);
        return Convert.ToHexStringLower(hash[..Bytes]);
    }
}
