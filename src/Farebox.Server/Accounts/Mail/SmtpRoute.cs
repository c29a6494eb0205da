using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Accounts.Mail;

/// <summary>Hands letters to a mail server, over a connection each: they are few.</summary>
internal sealed class SmtpRoute(FareboxOptions options, SmtpTrust trust, TimeProvider clock) : IMailRoute
{
    private const string StartTls = "starttls";
    private const string Tls = "tls";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task SendAsync(Letter letter, string id, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(options.SmtpHost, options.SmtpPort, patience.Token);
            await using var session = new SmtpSession(client.GetStream());
            await BeginAsync(session, patience.Token);
            await DeliverAsync(session, letter, id, patience.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailException("The mail server did not answer in time.", isFinal: false, e);
        }
        catch (AuthenticationException e)
        {
            throw new MailException("The mail server's certificate is not to be trusted, or TLS failed.", isFinal: false, e);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new MailException($"The mail server cannot be reached: {e.Message}", isFinal: false, e);
        }
        catch (FormatException e)
        {
            throw new MailException(e.Message, isFinal: true, e);
        }
    }

    private async Task BeginAsync(SmtpSession session, CancellationToken cancellationToken)
    {
        var name = EmailAddress.DomainOf(options.MailFrom);
        var wish = new SslClientAuthenticationOptions { TargetHost = options.SmtpHost, CertificateChainPolicy = trust.Policy };
        if (options.SmtpTls == Tls) await session.EncryptAsync(wish, cancellationToken);
        await session.GreetAsync(cancellationToken);
        await session.HelloAsync(name, cancellationToken);
        if (options.SmtpTls == StartTls)
        {
            // Never in the clear instead: whoever sits on the line could take the word out of the server's reply.
            if (!session.Knows("STARTTLS")) throw new MailException("The mail server offers no STARTTLS; `smtp_tls` asks for it.", isFinal: false);
            await session.SayAsync("STARTTLS", 220, cancellationToken);
            await session.EncryptAsync(wish, cancellationToken);
            await session.HelloAsync(name, cancellationToken);
        }

        if (options.SmtpUser.Length > 0) await session.SignInAsync(options.SmtpUser, options.SmtpPassword, cancellationToken);
    }

    private async Task DeliverAsync(SmtpSession session, Letter letter, string id, CancellationToken cancellationToken)
    {
        var eightBit = session.Knows("8BITMIME");
        var message = MailMessage.Write(letter, options.MailFrom, id, clock.GetUtcNow(), eightBit);
        await session.SayAsync($"MAIL FROM:<{options.MailFrom}>{(eightBit ? " BODY=8BITMIME" : "")}", 250, cancellationToken);
        await session.SayAsync($"RCPT TO:<{letter.To}>", 250, cancellationToken);
        await session.SendAsync(message, cancellationToken);
        await PartAsync(session, cancellationToken);
    }

    private static async Task PartAsync(SmtpSession session, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(GoodbyePatience);
        try
        {
            await session.SayAsync("QUIT", 221, patience.Token);
        }
        catch (Exception e) when (e is MailException or IOException or OperationCanceledException)
        {
            // The letter was taken; sent again because of a lost goodbye, it would come twice.
        }
    }
}
