using System.Numerics;
using System.Security.Cryptography;

namespace Farebox.Kernel.Credentials;

/// <summary>
/// The text of an API key or admin key: a 6-character prefix, 39 random base62 characters (232 bits) and a checksum of 6
/// (CRC-32C of the first 45), so that a scanner knows it by its shape and a mistyped one costs no look-up.
/// </summary>
public static class KeyText
{
    /// <summary>Prefix of a project's API key.</summary>
    public const string ApiKeyPrefix = "sk-fbx";

    /// <summary>Prefix of an admin key.</summary>
    public const string AdminKeyPrefix = "sk-fba";

    /// <summary>Characters in a whole key.</summary>
    public const int Length = 51;

    private const int CheckedLength = 45;

    /// <summary>A new random API key.</summary>
    public static string NewApiKey() => Create(ApiKeyPrefix);

    /// <summary>A new random admin key.</summary>
    public static string NewAdminKey() => Create(AdminKeyPrefix);

    /// <summary>Whether the text claims to be one of our keys: by its prefix only.</summary>
    public static bool HasPrefix(ReadOnlySpan<char> text) =>
        text.StartsWith(ApiKeyPrefix, StringComparison.Ordinal) || text.StartsWith(AdminKeyPrefix, StringComparison.Ordinal);

    /// <summary>Whether prefix, length, alphabet and checksum are right. Says nothing about the key's existence.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        if (text.Length != Length || !HasPrefix(text) || !Base62.IsAll(text[6..])) return false;
        Span<char> expected = stackalloc char[Length - CheckedLength];
        WriteChecksum(text[..CheckedLength], expected);
        return text[CheckedLength..].SequenceEqual(expected);
    }

    /// <summary>What may be shown of any credential: up to six first characters and the last four, the rest as <c>…</c>.</summary>
    public static string Mask(ReadOnlySpan<char> text) =>
        text.Length < 16 ? "…" + (text.Length < 8 ? "" : text[^4..].ToString())
        : string.Concat(HasPrefix(text) ? text[..6] : text[..3], "…", text[^4..]);

    private static string Create(string prefix)
    {
        Span<char> text = stackalloc char[Length];
        prefix.CopyTo(text);
        RandomNumberGenerator.GetItems<char>(Base62.Digits, text[prefix.Length..CheckedLength]);
        WriteChecksum(text[..CheckedLength], text[CheckedLength..]);
        return new string(text);
    }

    private static void WriteChecksum(ReadOnlySpan<char> text, Span<char> target)
    {
        var crc = uint.MaxValue;
        foreach (var c in text) crc = BitOperations.Crc32C(crc, (byte)c);
        Base62.Write(~crc, target);
    }
}
