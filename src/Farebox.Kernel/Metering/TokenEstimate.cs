using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Farebox.Kernel.Metering;

/// <summary>
/// The one estimate of LLM tokens, for answers whose upstream reports no usage. No tokenizer is at hand, and every provider has its
/// own: English prose comes to about 4 bytes a token, Chinese (3 bytes a character) to about one character, code to about 3 bytes. So
/// ASCII letters and spaces weigh a quarter of a token each, all other bytes a third.
/// </summary>
public struct TokenEstimate
{
    // In twelfths of a token, so that pieces of a stream add up without rounding each.
    private long _twelfths;

    /// <summary>LLM tokens so far, rounded up.</summary>
    public readonly long Tokens => (_twelfths + 11) / 12;

    /// <summary>Adds a piece of UTF-8 text.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        // Every call's prompt passes here before it is admitted: sixteen bytes at a time, and the rest one by one.
        long light = 0;
        var blocks = MemoryMarshal.Cast<byte, Vector128<byte>>(utf8);
        foreach (var block in blocks)
        {
            var lower = block | Vector128.Create((byte)0x20);
            var isLetter = Vector128.LessThan(unchecked(lower - Vector128.Create((byte)'a')), Vector128.Create((byte)26));
            var isLight = isLetter | Vector128.Equals(lower, Vector128.Create((byte)' '));
            light += BitOperations.PopCount(isLight.ExtractMostSignificantBits());
        }

        foreach (var b in utf8[(blocks.Length * Vector128<byte>.Count)..]) light += (b | 0x20) is (>= 'a' and <= 'z') or ' ' ? 1 : 0;
        _twelfths += (4L * utf8.Length) - light;
    }

    /// <summary>The estimate for one whole text.</summary>
    public static long Of(ReadOnlySpan<byte> utf8)
    {
        var estimate = new TokenEstimate();
        estimate.Add(utf8);
        return estimate.Tokens;
    }
}
