using System.Buffers.Binary;
using System.Security.Cryptography;
using Farebox.Kernel.Credentials;

namespace Farebox.Server.Platform;

/// <summary>The one source of ids: time-ordered 128-bit numbers (UUID version 7, RFC 9562), written behind a prefix.</summary>
public sealed class IdSource(TimeProvider clock)
{
    private const int Digits = 22;

    // Random bytes are drawn in blocks: one system call for many ids. Guarded by its own lock, held for nanoseconds.
    private readonly Lock _lock = new();
    private readonly byte[] _random = new byte[4096];
    private int _used = 4096;

    /// <summary>A new 128-bit id.</summary>
    public UInt128 Next() => Next(clock.GetUtcNow());

    /// <summary>A new 128-bit id of a moment that was just read from the clock.</summary>
    public UInt128 Next(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_lock)
        {
            if (_used + 10 > _random.Length)
            {
                RandomNumberGenerator.Fill(_random);
                _used = 0;
            }

            _random.AsSpan(_used, 10).CopyTo(bytes[6..]);
            _used += 10;
        }

        var milliseconds = now.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(milliseconds >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)(milliseconds & 0xffff_ffff));
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>A new id as text: the prefix, then 22 base62 digits.</summary>
    public string Next(string prefix) => string.Create(prefix.Length + Digits, (prefix, id: Next()), static (target, state) =>
    {
        state.prefix.CopyTo(target);
        Base62.Write(state.id, target[state.prefix.Length..]);
    });
}
