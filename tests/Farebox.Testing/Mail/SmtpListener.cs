using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace Farebox.Testing.Mail;

/// <summary>What a <see cref="SmtpListener"/> does differently from taking everything.</summary>
public sealed record SmtpBehaviour
{
    /// <summary>Offers STARTTLS, or speaks TLS from the first byte.</summary>
    public bool OffersStartTls { get; init; }
    public bool SpeaksTls { get; init; }
    public bool Knows8Bit { get; init; } = true;

    /// <summary>Whether it says goodbye, rather than nothing more.</summary>
    public bool AnswersQuit { get; init; } = true;

    /// <summary>The reply to <c>RCPT</c>, by the number of the try.</summary>
    public Func<int, string> Recipient { get; init; } = _ => "250 ok";
}

/// <summary>A letter that it took.</summary>
/// <param name="Encrypted">Whether it came over TLS.</param>
/// <param name="Credential">User and password as sent, <c>user:password</c>; null without any.</param>
public sealed record TakenLetter(string From, string To, string Message, bool Encrypted, string? Credential);

/// <summary>A real mail server on a random loopback port, which keeps what it is given.</summary>
public sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Channel<TakenLetter> taken = Channel.CreateUnbounded<TakenLetter>();
    private readonly SmtpBehaviour behaviour;
    private readonly Task accepting;
    private int tries;

    public SmtpListener(SmtpBehaviour? behaviour = null)
    {
        this.behaviour = behaviour ?? new SmtpBehaviour();
        Certificate = MakeCertificate();
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Its own, issued by nobody else, for <c>localhost</c>.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>How often a recipient was named.</summary>
    public int Tries => Volatile.Read(ref tries);

    /// <summary>The next letter.</summary>
    public async Task<TakenLetter> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await taken.Reader.ReadAsync(patience.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting;
        Certificate.Dispose();
        end.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true) talks.Add(TalkAsync(await listener.AcceptTcpClientAsync(end.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (behaviour.SpeaksTls) stream = await EncryptAsync(stream);
                await new SmtpTalk(this, stream, behaviour.SpeaksTls).RunAsync();
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
            {
                // The client hung up, which is what some tests want.
            }
        }
    }

    private async Task<Stream> EncryptAsync(Stream stream)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, end.Token);
        return secure;
    }

    /// <summary>One conversation.</summary>
    private sealed class SmtpTalk(SmtpListener server, Stream stream, bool encrypted)
    {
        private Stream stream = stream;
        private bool encrypted = encrypted;
        private string from = "";
        private string to = "";
        private string? credential;

        public async Task RunAsync()
        {
            await SayAsync("220 localhost");
            while (await ReadAsync() is { } line)
            {
                if (line == "QUIT")
                {
                    if (!server.behaviour.AnswersQuit) continue;
                    await SayAsync("221 bye");
                    return;
                }

                await AnswerAsync(line);
            }
        }

        private async Task AnswerAsync(string line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync("250-localhost" + (server.behaviour.OffersStartTls && !encrypted ? "\r\n250-STARTTLS" : "")
                        + (server.behaviour.Knows8Bit ? "\r\n250-8BITMIME" : "") + "\r\n250 AUTH PLAIN");
                    break;
                case "STARTTLS":
                    await SayAsync("220 go");
                    (stream, encrypted) = (await server.EncryptAsync(stream), true);
                    break;
                case "AUTH":
                    var parts = Encoding.UTF8.GetString(Convert.FromBase64String(line["AUTH PLAIN ".Length..])).Split('\0');
                    credential = $"{parts[1]}:{parts[2]}";
                    await SayAsync("235 welcome");
                    break;
                case "MAIL":
                    from = line;
                    await SayAsync("250 ok");
                    break;
                case "RCPT":
                    to = line;
                    await SayAsync(server.behaviour.Recipient(Interlocked.Increment(ref server.tries)));
                    break;
                case "DATA":
                    await SayAsync("354 go on");
                    await TakeAsync();
                    break;
                default:
                    await SayAsync("500 what?");
                    break;
            }
        }

        private async Task TakeAsync()
        {
            var message = new StringBuilder();
            while (await ReadAsync() is { } line && line != ".") message.Append(line.StartsWith('.') ? line[1..] : line).Append('\n');
            server.taken.Writer.TryWrite(new TakenLetter(from, to, message.ToString(), encrypted, credential));
            await SayAsync("250 taken");
        }

        private async Task SayAsync(string line)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), server.end.Token);
            await stream.FlushAsync(server.end.Token);
        }

        private async Task<string?> ReadAsync()
        {
            var (line, one) = (new List<byte>(), new byte[1]);
            while (await stream.ReadAsync(one, server.end.Token) == 1)
            {
                if (one[0] == '\n') return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                line.Add(one[0]);
            }

            return null;
        }
    }
}
