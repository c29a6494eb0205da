using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Farebox.ConsolePages.Tests.Roads;

/// <summary>Makes codes as the apps on telephones do (RFC 6238: six digits, 30 seconds, HMAC-SHA-1).</summary>
internal static class AuthenticatorApp
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int StepSeconds = 30;

    /// <param name="key">In base 32, as a page shows it: spaces do not count.</param>
    public static string CodeAt(string key, DateTimeOffset now)
    {
        var step = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(step, now.ToUnixTimeSeconds() / StepSeconds);
#pragma warning disable CA5350 // What the apps use.
        var hash = HMACSHA1.HashData(Decode(key), step);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string text)
    {
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var letter in text.ToUpperInvariant().Where(letter => letter is not (' ' or '=')))
        {
            (bits, count) = ((bits << 5) | Base32.IndexOf(letter, StringComparison.Ordinal), count + 5);
            if (count < 8) continue;
            count -= 8;
            bytes.Add((byte)(bits >> count));
            bits &= (1 << count) - 1;
        }

        return [.. bytes];
    }
}
