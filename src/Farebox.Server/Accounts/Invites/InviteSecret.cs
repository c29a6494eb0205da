using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts.Invites;

/// <summary>The secret in an invitation's link: 256 random bits, of which the store keeps a hash.</summary>
internal static class InviteSecret
{
    private const int SecretBytes = 32;

    /// <summary>Makes one.</summary>
    public static (string Text, byte[] Hash) Create(InstallationSecret secret)
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (text, HashOf(text, secret));
    }

    /// <summary>What the store keeps of it.</summary>
    public static byte[] HashOf(string text, InstallationSecret secret)
    {
        var hash = new byte[HMACSHA256.HashSizeInBytes];
        secret.Hash(Encoding.UTF8.GetBytes("invitation " + text), hash);
        return hash;
    }
}
