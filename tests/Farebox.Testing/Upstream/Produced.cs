using System.Text;

namespace Farebox.Testing.Upstream;

/// <summary>
/// The upstream's own account of one answer while it is written: what a usage record is held against.
/// It counts what was handed to the socket; the client may have seen less. Final once <see cref="RecordedRequest.Ended"/> is.
/// </summary>
public sealed class Produced
{
    private readonly Lock sync = new();
    private readonly StringBuilder text = new();
    private long bytes;
    private int frames;
    private TokenUsage? usage;

    /// <summary>Bytes on the wire: heads, bodies and chunk framing.</summary>
    public long Bytes
    {
        get { lock (sync) return bytes; }
    }

    /// <summary>Whole server-sent events with <c>data:</c>, <c>[DONE]</c> among them.</summary>
    public int Frames
    {
        get { lock (sync) return frames; }
    }

    /// <summary>The last usage that was stated, or null as long as none was.</summary>
    public TokenUsage? Usage
    {
        get { lock (sync) return usage; }
    }

    /// <summary>The answer's text so far.</summary>
    public string Text
    {
        get { lock (sync) return text.ToString(); }
    }

    internal void AddBytes(int count)
    {
        lock (sync) bytes += count;
    }

    internal void AddFrame(StreamFrame frame)
    {
        lock (sync)
        {
            if (frame.IsData) frames++;
            text.Append(frame.Text);
            usage = frame.Usage ?? usage;
        }
    }

    internal void AddBody(string? bodyText, TokenUsage? stated)
    {
        lock (sync)
        {
            text.Append(bodyText);
            usage = stated ?? usage;
        }
    }
}
