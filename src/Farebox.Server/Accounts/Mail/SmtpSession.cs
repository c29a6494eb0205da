using System.Globalization;
using System.Net.Security;
using System.Text;

namespace Farebox.Server.Accounts.Mail;

/// <summary>One conversation with a mail server (RFC 5321).</summary>
internal sealed class SmtpSession(Stream stream) : IAsyncDisposable
{
    private const int MaxLineBytes = 2048;
    private const int MaxLines = 100;

    private readonly byte[] _one = new byte[1];
    private Stream _stream = stream;
    private HashSet<string> _extensions = [];

    /// <summary>Whether the server said that it knows an extension, such as <c>STARTTLS</c>.</summary>
    public bool Knows(string extension) => _extensions.Contains(extension);

    /// <summary>Waits for the server's greeting.</summary>
    public Task GreetAsync(CancellationToken cancellationToken) => ExpectAsync(220, cancellationToken);

    /// <summary>Says who calls, and learns what the server can.</summary>
    public async Task HelloAsync(string name, CancellationToken cancellationToken)
    {
        var lines = await SayAsync($"EHLO {name}", 250, cancellationToken);
        _extensions = lines.Skip(1).Select(line => line.Split(' ')[0].ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Goes on encrypted. What the server said before counts no more.</summary>
    public async Task EncryptAsync(SslClientAuthenticationOptions wish, CancellationToken cancellationToken)
    {
        var secure = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = secure;
        _extensions = [];
        await secure.AuthenticateAsClientAsync(wish, cancellationToken);
    }

    /// <summary>Signs in by AUTH PLAIN (RFC 4616).</summary>
    public async Task SignInAsync(string user, string password, CancellationToken cancellationToken)
    {
        var secret = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"));
        await SayAsync($"AUTH PLAIN {secret}", 235, cancellationToken);
    }

    /// <summary>Sends a line and returns the reply's lines without their code.</summary>
    /// <exception cref="MailException">Another code than expected; final for a refusal of the letter itself.</exception>
    public async Task<IReadOnlyList<string>> SayAsync(string line, int expected, CancellationToken cancellationToken)
    {
        await WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken);
        return await ExpectAsync(expected, cancellationToken);
    }

    /// <summary>Sends a message, lines that begin with a dot guarded (RFC 5321, section 4.5.2).</summary>
    public async Task SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        await SayAsync("DATA", 354, cancellationToken);
        var guarded = Encoding.UTF8.GetString(message).Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        await WriteAsync(Encoding.UTF8.GetBytes(guarded + ".\r\n"), cancellationToken);
        await ExpectAsync(250, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task WriteAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<string>> ExpectAsync(int expected, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (lines.Count < MaxLines)
        {
            var line = await ReadLineAsync(cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
                throw new MailException("The mail server does not speak SMTP.", isFinal: false);
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length > 3 && line[3] == '-') continue;
            if (code == expected) return lines;
            throw new MailException($"The mail server answered {code} instead of {expected}.", code is >= 550 and <= 554);
        }

        throw new MailException("The mail server's reply has no end.", isFinal: false);
    }

    // Byte by byte: nothing that came before encryption may be left in a buffer and be taken for what came after.
    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>(80);
        while (line.Count < MaxLineBytes)
        {
            if (await _stream.ReadAsync(_one, cancellationToken) == 0) throw new MailException("The mail server hung up.", isFinal: false);
            if (_one[0] == '\n') return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(_one[0]);
        }

        throw new MailException("The mail server's reply has a line without end.", isFinal: false);
    }
}
