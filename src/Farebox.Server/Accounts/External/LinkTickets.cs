using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts.External;

/// <summary>What a link on one's own account page carries, so that no other site can make one like it.</summary>
internal sealed class LinkTickets(InstallationSecret secret)
{
    /// <summary>Good for as long as the session is.</summary>
    public string For(string sessionId) => Base64Url.EncodeToString(HashOf(sessionId));

    /// <summary>Whether it was made for this session.</summary>
    public bool IsFor(string ticket, string sessionId) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ticket), Encoding.UTF8.GetBytes(For(sessionId)));

    private byte[] HashOf(string sessionId)
    {
        var hash = new byte[HMACSHA256.HashSizeInBytes];
        secret.Hash(Encoding.ASCII.GetBytes("link ticket " + sessionId), hash);
        return hash;
    }
}
