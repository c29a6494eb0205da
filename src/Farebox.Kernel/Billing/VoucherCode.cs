using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace Farebox.Kernel.Billing;

/// <summary>
/// The text of a voucher: <c>FBV-</c> and five groups of five, of which the first four are random (100 bits) and the last is a checksum
/// (CRC-32C), so that a mistyped one costs no look-up. Made for paper: Crockford's base32 has no letters that look like digits, and typing
/// them is forgiven.
/// </summary>
public static class VoucherCode
{
    /// <summary>What every code begins with.</summary>
    public const string Prefix = "FBV";

    /// <summary>Characters in a whole code, hyphens included.</summary>
    public const int Length = 33;

    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int GroupLength = 5;
    private const int RandomLength = 20;
    private const int BareLength = RandomLength + GroupLength;
    private const int MaxTypedLength = 100;

    private static readonly SearchValues<char> DigitSet = SearchValues.Create(Digits);

    /// <summary>A new random one.</summary>
    public static string Create()
    {
        Span<char> bare = stackalloc char[BareLength];
        RandomNumberGenerator.GetItems<char>(Digits, bare[..RandomLength]);
        WriteChecksum(bare[..RandomLength], bare[RandomLength..]);
        return Group(bare);
    }

    /// <summary>
    /// The code as it was made, from what somebody typed: case, hyphens and blanks do not matter, O is 0, and I and L are 1. Null when it
    /// is not a code: a character too many or too few, or a wrong one. Says nothing about its existence.
    /// </summary>
    public static string? Normalize(ReadOnlySpan<char> typed)
    {
        if (typed.Length > MaxTypedLength) return null;
        Span<char> all = stackalloc char[MaxTypedLength];
        var length = 0;
        foreach (var c in typed)
        {
            if (c == '-' || char.IsWhiteSpace(c)) continue;
            all[length++] = char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
        }

        if (length != Prefix.Length + BareLength || !all.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var bare = all[Prefix.Length..length];
        if (bare.ContainsAnyExcept(DigitSet)) return null;
        Span<char> expected = stackalloc char[GroupLength];
        WriteChecksum(bare[..RandomLength], expected);
        return bare[RandomLength..].SequenceEqual(expected) ? Group(bare) : null;
    }

    /// <summary>What may be shown of a code ever after: its last four characters.</summary>
    public static string Mask(ReadOnlySpan<char> code) => string.Concat(Prefix, "-…", code[^4..]);

    private static string Group(ReadOnlySpan<char> bare)
    {
        Span<char> code = stackalloc char[Length];
        Prefix.CopyTo(code);
        for (var i = 0; i < BareLength; i++)
        {
            var at = Prefix.Length + i + (i / GroupLength);
            if (i % GroupLength == 0) code[at] = '-';
            code[at + 1] = bare[i];
        }

        return new string(code);
    }

    private static void WriteChecksum(ReadOnlySpan<char> random, Span<char> target)
    {
        var crc = uint.MaxValue;
        foreach (var c in Prefix) crc = BitOperations.Crc32C(crc, (byte)c);
        foreach (var c in random) crc = BitOperations.Crc32C(crc, (byte)c);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = Digits[(int)(crc % (uint)Digits.Length)];
            crc /= (uint)Digits.Length;
        }
    }
}
