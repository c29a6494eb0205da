using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Farebox.Kernel.Audit;

/// <summary>
/// The hash chain over audit events. An event's hash is SHA-256 over the hash before it (for the first event, 32 zero bytes), the line
/// <c>farebox-audit-1</c>, and a line per value of the event in the order of <see cref="AuditRecord"/>: its length in bytes of UTF-8, a
/// colon, the text; or a tilde for null. Numbers are written in decimal. Lengths leave one reading only.
/// </summary>
public static class AuditChain
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    private const int UsualLength = 1024;

    /// <summary>What the first event follows.</summary>
    public static ReadOnlySpan<byte> Start => new byte[HashLength];

    /// <summary>The hash of an event that follows another.</summary>
    public static byte[] HashOf(AuditRecord record, ReadOnlySpan<byte> previousHash)
    {
        var target = new ArrayBufferWriter<byte>(UsualLength);
        target.Write(previousHash);
        target.Write("farebox-audit-1\n"u8);
        Write(target, Decimal(record.Sequence));
        Write(target, record.Id);
        Write(target, Decimal(record.At));
        Write(target, record.OrganizationId);
        Write(target, record.ProjectId);
        Write(target, record.ActorKind);
        Write(target, record.ActorId);
        Write(target, record.ActorTokenId);
        Write(target, record.ActorMasked);
        Write(target, record.Address);
        Write(target, record.UserAgent);
        Write(target, record.RequestId);
        Write(target, record.Type);
        Write(target, record.ObjectId);
        Write(target, record.Details);
        return SHA256.HashData(target.WrittenSpan);
    }

    private static void Write(ArrayBufferWriter<byte> target, string? text)
    {
        if (text is null)
        {
            target.Write("~\n"u8);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(text);
        var span = target.GetSpan(length + 16);
        length.TryFormat(span, out var written, provider: CultureInfo.InvariantCulture);
        span[written++] = (byte)':';
        written += Encoding.UTF8.GetBytes(text, span[written..]);
        span[written++] = (byte)'\n';
        target.Advance(written);
    }

    private static string Decimal(long number) => number.ToString(CultureInfo.InvariantCulture);
}
