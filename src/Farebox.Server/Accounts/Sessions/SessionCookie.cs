using System.Security.Cryptography;
using System.Text;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts.Sessions;

/// <summary>The secret of a session in the browser: 256 random bits, of which the store keeps a hash.</summary>
internal static class SessionCookie
{
    // The prefix makes browsers refuse the cookie unless it is of this very host, over https (RFC 6265bis, section 4.1.3.2).
    private const string SecureName = "__Host-farebox";
    private const string PlainName = "farebox";
    private const int SecretBytes = 32;
    private const int TextLength = 43;
    private static readonly object Given = new();

    /// <summary>Makes a secret, and what the store keeps of it.</summary>
    public static (string Text, byte[] Hash) Create(InstallationSecret secret)
    {
        var text = System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (text, HashOf(text, secret));
    }

    /// <summary>The hash of what the browser sent, or null when it sent nothing that can be one.</summary>
    public static byte[]? Read(HttpRequest request, InstallationSecret secret) => TextOf(request) is { Length: TextLength } text ? HashOf(text, secret) : null;

    /// <summary>Gives it to the browser; without an end it lasts until the browser is closed.</summary>
    public static void Write(HttpResponse response, string text, DateTimeOffset? expires)
    {
        response.HttpContext.Items[Given] = text;
        response.Cookies.Append(NameFor(response.HttpContext.Request), text, Flags(response, expires));
    }

    /// <summary>Takes it away.</summary>
    public static void Clear(HttpResponse response)
    {
        response.HttpContext.Items[Given] = "";
        response.Cookies.Delete(NameFor(response.HttpContext.Request), Flags(response, null));
    }

    // A page that answers the very call in which a session began is of that session.
    private static string? TextOf(HttpRequest request) =>
        request.HttpContext.Items.TryGetValue(Given, out var given) ? (string?)given : request.Cookies[NameFor(request)];

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    // Lax: a link from a mail opens the console signed in; forms are guarded by tokens of their own besides.
    private static CookieOptions Flags(HttpResponse response, DateTimeOffset? expires) => new()
    {
        HttpOnly = true, Secure = response.HttpContext.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", Expires = expires, IsEssential = true,
    };

    private static byte[] HashOf(string text, InstallationSecret secret)
    {
        var hash = new byte[HMACSHA256.HashSizeInBytes];
        secret.Hash(Encoding.ASCII.GetBytes("session " + text), hash);
        return hash;
    }
}
