using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Farebox.Server.Upstreams.Http;

/// <summary>
/// Reads an answer's head as RFC 9112 writes it. Strict where two readings of a head would let one answer pass for another: a doubtful
/// length, an unknown coding or a space before a colon is an error and never a guess.
/// </summary>
internal static class ResponseHeadParser
{
    // Who passes a header on must not pass these on; a tab may stand in a value.
    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Append(127).Where(b => b != '\t').Select(b => (byte)b)]);

    /// <summary>The head at the start of <paramref name="bytes"/> and its length; false when its end is not there yet.</summary>
    /// <exception cref="UpstreamFailedException">This is no HTTP/1.1 answer.</exception>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out ResponseHead head, out int length)
    {
        (head, length) = (default, 0);
        if (!TryTakeLine(bytes, ref length, out var line)) return false;
        var (status, isOld) = ReadStatus(line);
        bool? keepAlive = null;
        long? contentLength = null;
        var chunked = false;
        string? contentType = null;
        string? retryAfter = null;
        while (TryTakeLine(bytes, ref length, out line))
        {
            if (line.IsEmpty)
            {
                // Both framings at once, or chunks from HTTP/1.0, which has none: the chunks decide, and what follows them is not trusted.
                if (chunked && (isOld || contentLength is not null)) (contentLength, keepAlive) = (null, false);
                head = new ResponseHead(status, contentLength, chunked, keepAlive ?? !isOld, contentType, retryAfter);
                return true;
            }

            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[..colon].ContainsAny((byte)' ', (byte)'\t')) throw Garbage("a header line has no name");
            if (line.ContainsAny(Controls)) throw Garbage("a header holds a control character");
            var name = line[..colon];
            var value = line[(colon + 1)..].Trim(" \t"u8);
            if (Is(name, "content-length"u8)) contentLength = ReadLength(value, contentLength);
            else if (Is(name, "content-type"u8)) contentType = MediaType(value);
            else if (Is(name, "content-encoding"u8)) CheckCoding(value);
            else if (Is(name, "transfer-encoding"u8)) chunked = ReadCoding(value, chunked);
            else if (Is(name, "connection"u8)) keepAlive = ReadConnection(value, keepAlive);
            else if (Is(name, "retry-after"u8)) retryAfter = Encoding.Latin1.GetString(value);
        }

        return false;
    }

    internal static UpstreamFailedException Garbage(string what) =>
        new(UpstreamFailure.Garbage, $"The answer is not HTTP/1.1: {what}.");

    private static bool TryTakeLine(ReadOnlySpan<byte> bytes, ref int at, out ReadOnlySpan<byte> line)
    {
        var end = bytes[at..].IndexOf((byte)'\n');
        line = end < 0 ? default : bytes.Slice(at, end);
        if (end < 0) return false;
        if (line.EndsWith("\r"u8)) line = line[..^1];
        at += end + 1;
        return true;
    }

    // HTTP/1.1 200 OK
    private static (int Status, bool IsOld) ReadStatus(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || line[7] is < (byte)'0' or > (byte)'9'
            || line[8] != ' ' || (line.Length > 12 && line[12] != ' ')
            || !Utf8Parser.TryParse(line.Slice(9, 3), out int status, out var digits) || digits != 3 || status is < 100 or > 599)
        {
            throw Garbage("no status line");
        }

        return (status, line[7] == '0');
    }

    private static long ReadLength(ReadOnlySpan<byte> value, long? before)
    {
        if (value.IsEmpty || value[0] is < (byte)'0' or > (byte)'9'
            || !Utf8Parser.TryParse(value, out long length, out var digits) || digits != value.Length || (before ?? length) != length)
        {
            throw Garbage("its length is not a number");
        }

        return length;
    }

    private static bool ReadCoding(ReadOnlySpan<byte> value, bool before) =>
        !before && Is(value, "chunked"u8) ? true : throw Garbage("an unknown transfer coding");

    // Nobody asked for it, and nothing here inflates it: what cannot be read cannot be metered.
    private static void CheckCoding(ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty && !Is(value, "identity"u8)) throw Garbage("its body is compressed, which was not asked for");
    }

    private static bool? ReadConnection(ReadOnlySpan<byte> value, bool? keepAlive)
    {
        foreach (var range in value.Split((byte)','))
        {
            var word = value[range].Trim(" \t"u8);
            if (Is(word, "close"u8)) return false;
            if (Is(word, "keep-alive"u8)) keepAlive ??= true;
        }

        return keepAlive;
    }

    // The same few types in almost every answer: no new text for each.
    private static string MediaType(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("application/json"u8) ? "application/json"
        : value.SequenceEqual("text/event-stream"u8) ? "text/event-stream"
        : value.SequenceEqual("text/event-stream; charset=utf-8"u8) ? "text/event-stream; charset=utf-8"
        : Ascii.IsValid(value) ? Encoding.ASCII.GetString(value)
        : throw Garbage("its media type is not ASCII");

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase) => Ascii.EqualsIgnoreCase(text, lowerCase);
}
