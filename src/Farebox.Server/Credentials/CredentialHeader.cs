using System.Text;
using Microsoft.Extensions.Primitives;

namespace Farebox.Server.Credentials;

/// <summary>
/// Finds the credential in an Authorization header: <c>Bearer</c> (RFC 6750), or the password of <c>Basic</c> (RFC 7617).
/// </summary>
internal static class CredentialHeader
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    /// <summary>The credential, or nothing when there is none, more than one header, or another scheme.</summary>
    public static ReadOnlyMemory<char> Read(StringValues header)
    {
        if (header.Count != 1 || header[0] is not { } text) return default;
        if (text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return text.AsMemory(Bearer.Length).Trim();
        return text.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? Password(text[Basic.Length..].Trim()) : default;
    }

    private static ReadOnlyMemory<char> Password(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length)) return default;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair.IndexOf(':') is var colon && colon < 0 ? default : pair.AsMemory(colon + 1).Trim();
    }
}
