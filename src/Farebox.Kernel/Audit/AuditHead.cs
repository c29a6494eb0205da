using System.Globalization;

namespace Farebox.Kernel.Audit;

/// <summary>
/// Where an audit log ends: how many events it has and the hash of the last. Kept elsewhere, it proves later that none of them was changed
/// or taken away.
/// </summary>
/// <param name="Hash">64 hexadecimal digits in lower case.</param>
public readonly record struct AuditHead(long Count, string Hash)
{
    /// <summary>Of a log without events.</summary>
    public static AuditHead Empty { get; } = new(0, Convert.ToHexStringLower(AuditChain.Start));

    /// <summary>Reads <c>COUNT:HASH</c>; null when it is none.</summary>
    public static AuditHead? TryParse(string text)
    {
        var parts = text.Trim().Split(':');
        return parts is [var count, { Length: 2 * AuditChain.HashLength } hash] && hash.All(char.IsAsciiHexDigit)
            && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new AuditHead(number, hash.ToLowerInvariant())
                : null;
    }

    /// <summary><c>COUNT:HASH</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}:{Hash}");
}
