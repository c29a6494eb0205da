namespace Farebox.Server.Relay;

/// <summary>Looks into one server-sent event.</summary>
internal static class SseFrame
{
    /// <summary>The payload of its only <c>data</c> line; empty when it has none (a comment) or several.</summary>
    public static Slice Data(ReadOnlySpan<byte> frame)
    {
        var found = default(Slice);
        var at = 0;
        while (at < frame.Length)
        {
            var length = frame[at..].IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0) length = frame.Length - at;
            var line = frame.Slice(at, length);
            if (line.StartsWith("data:"u8))
            {
                if (found.Length > 0) return default;
                var skip = line.Length > 5 && line[5] == (byte)' ' ? 6 : 5;
                found = new Slice(at + skip, line.Length - skip);
            }

            at += length + 1;
        }

        return found;
    }

    /// <summary>Whether a payload ends the stream.</summary>
    public static bool IsDone(ReadOnlySpan<byte> payload) => payload.Trim(" \t"u8).SequenceEqual("[DONE]"u8);

    /// <summary>The frame without one member of its payload's object, commas mended.</summary>
    public static (ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After) Without(ReadOnlyMemory<byte> frame, Slice data, Slice member)
    {
        var start = data.Start + member.Start;
        var end = data.Start + member.End;
        var span = frame.Span;
        var next = end;
        while (IsSpace(span[next])) next++;
        if (span[next] == (byte)',') return (frame[..start], frame[(next + 1)..]);

        var previous = start - 1;
        while (IsSpace(span[previous])) previous--;
        return span[previous] == (byte)',' ? (frame[..previous], frame[end..]) : (frame[..start], frame[end..]);
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
