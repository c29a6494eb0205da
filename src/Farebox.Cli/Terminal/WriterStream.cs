using System.Text;

namespace Farebox.Cli.Terminal;

/// <summary>UTF-8 on its way to a writer of text; a character may come in two pieces.</summary>
internal sealed class WriterStream(TextWriter target) : Stream
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => target.Flush();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        var characters = new char[_decoder.GetCharCount(buffer, offset, count)];
        target.Write(characters, 0, _decoder.GetChars(buffer, offset, count, characters, 0));
    }
}
