using System.Security.Cryptography.X509Certificates;
using System.Text;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Platform.Options;
using Farebox.Testing.Mail;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Accounts.Mail;

/// <summary>Letters on their way: to a mail server over real sockets, and into the outbox.</summary>
public sealed class MailTests
{
    private static readonly Letter Hello = new("ada@example.org", "Hello", "Dear Ada,\n\n.a line with a dot\n\nhttp://127.0.0.1/x?y=z\n");

    [Fact]
    public async Task Outbox_WithoutAMailServer_TakesLetters_ThatOnlyTheServersUserReads()
    {
        await using var farebox = await RunningFarebox.StartAsync();
        await SendAsync(farebox, Hello with { Subject = "你好", Text = "您好！\nhttp://127.0.0.1/x?y=z\n" });
        var file = await OutboxReading.NextAsync(farebox);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("\r\nTo: <ada@example.org>\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nSubject: =?utf-8?B?5L2g5aW9?=\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Transfer-Encoding: 8bit\r\n\r\n您好！\r\nhttp://127.0.0.1/x?y=z\r\n", text, StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task Smtp_WithoutTls_HandsOverWhatStandsInTheLetter_AndKeepsNothing()
    {
        await using var server = new SmtpListener();
        await using var farebox = await StartAsync(server, "off");
        await SendAsync(farebox, Hello);
        var taken = await server.NextAsync();
        Assert.Equal(("MAIL FROM:<farebox@example.org> BODY=8BITMIME", "RCPT TO:<ada@example.org>"), (taken.From, taken.To));
        Assert.EndsWith("\n\nDear Ada,\n\n.a line with a dot\n\nhttp://127.0.0.1/x?y=z\n\n", taken.Message, StringComparison.Ordinal);
        Assert.False(taken.Encrypted);
        await UntilAsync(async () => (await Store(farebox).CountAsync()) == (0, 0));
        Assert.False(Directory.Exists(Path.Combine(farebox.Options.Data, "outbox")));
    }

    [Fact]
    public async Task Smtp_ThatKnowsNo8Bit_GetsBase64()
    {
        await using var server = new SmtpListener(new SmtpBehaviour { Knows8Bit = false });
        await using var farebox = await StartAsync(server, "off");
        await SendAsync(farebox, Hello with { Text = "您好" });
        var taken = await server.NextAsync();
        Assert.Equal("MAIL FROM:<farebox@example.org>", taken.From);
        Assert.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes("您好")), taken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("starttls")]
    [InlineData("tls")]
    public async Task Smtp_WithTls_SignsInOnlyEncrypted(string tls)
    {
        var password = TestRecords.Secret("smtp " + Guid.NewGuid().ToString("N"));
        await using var server = new SmtpListener(new SmtpBehaviour { OffersStartTls = tls == "starttls", SpeaksTls = tls == "tls" });
        await using var farebox = await StartAsync(server, tls, trusted: true, options => (options.SmtpUser, options.SmtpPassword) = ("mailer", password));
        await SendAsync(farebox, Hello);
        var taken = await server.NextAsync();
        Assert.True(taken.Encrypted);
        Assert.Equal("mailer:" + password, taken.Credential);
    }

    [Fact]
    public async Task Smtp_WithACertificateOfNobodys_OrWithoutStartTls_GetsNothing()
    {
        await using var strange = new SmtpListener(new SmtpBehaviour { OffersStartTls = true });
        await using var plain = new SmtpListener();
        foreach (var server in new[] { strange, plain })
        {
            await using var farebox = await StartAsync(server, "starttls");
            await SendAsync(farebox, Hello);
            await UntilAsync(() => Task.FromResult(Log(farebox).Contains("will be tried again", StringComparison.Ordinal)));
            Assert.Equal((1, 0), await Store(farebox).CountAsync());
            Assert.Equal(0, server.Tries);
        }
    }

    [Fact]
    public async Task Letter_ThatWasTaken_IsNotSentAgain_WhenTheServerSaysNoGoodbye()
    {
        await using var server = new SmtpListener(new SmtpBehaviour { AnswersQuit = false });
        await using var farebox = await StartAsync(server, "off");
        await SendAsync(farebox, Hello);
        await UntilAsync(async () => (await Store(farebox).CountAsync()) == (0, 0));
        Assert.Equal(1, server.Tries);
        Assert.DoesNotContain("will be tried again", Log(farebox), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letter_RefusedForNow_IsTriedAgain_AndRefusedForGood_IsGivenUp()
    {
        var clock = new ManualTimeProvider();
        await using var server = new SmtpListener(new SmtpBehaviour { Recipient = attempt => attempt == 1 ? "451 later" : "250 ok" });
        await using var farebox = await StartAsync(server, "off", clock: clock);
        await SendAsync(farebox, Hello);
        await UntilAsync(() => Task.FromResult(Log(farebox).Contains("at try 1 and will be tried again", StringComparison.Ordinal)));
        clock.Advance(TimeSpan.FromSeconds(31));
        farebox.Services.GetRequiredService<MailBell>().Ring();
        Assert.Contains("Dear Ada", (await server.NextAsync()).Message, StringComparison.Ordinal);

        await using var never = new SmtpListener(new SmtpBehaviour { Recipient = _ => "550 no such user" });
        await using var other = await StartAsync(never, "off");
        await SendAsync(other, Hello);
        await UntilAsync(async () => (await Store(other).CountAsync()) == (0, 1));
        Assert.Equal(1, never.Tries);
        Assert.DoesNotContain("ada@example.org", Log(other), StringComparison.Ordinal);
        Assert.DoesNotContain("x?y=z", Log(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letter_StoredBeforeACrash_IsSentAfterIt_AndCannotBeReadInTheStore()
    {
        var folder = Directory.CreateTempSubdirectory("farebox-letters-").FullName;
        await using (var farebox = await RunningFarebox.StartAsync(options: options =>
            (options.Data, options.SmtpHost, options.SmtpPort, options.SmtpTls) = (folder, "127.0.0.1", 1, "off")))
        {
            await SendAsync(farebox, Hello);
        }

        var stored = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(folder, "farebox.db"), TestContext.Current.CancellationToken));
        Assert.DoesNotContain("example.org", stored, StringComparison.Ordinal);
        var clock = new ManualTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1));
        await using (var farebox = await RunningFarebox.StartAsync(options: options => options.Data = folder, clock: clock))
        {
            Assert.Contains("Dear Ada", await File.ReadAllTextAsync(await OutboxReading.NextAsync(farebox), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("ada@example.org\r\nBcc: all@example.org", "Hello")]
    [InlineData("ada@example.org", "Hello\r\nBcc: all@example.org")]
    [InlineData("ada@example.org", "Hello\nBcc: all@example.org")]
    [InlineData("ada@example.org>, <all@example.org", "Hello")]
    public void Message_WithLinesInItsHead_IsNotWritten(string to, string subject) => Assert.Throws<FormatException>(() =>
        MailMessage.Write(new Letter(to, subject, "text"), "farebox@example.org", "letter_1", DateTimeOffset.UnixEpoch, allow8Bit: true));

    [Theory]
    [InlineData("ada@example.org", true)]
    [InlineData("  Ada.Lovelace+x@mail.example.org ", true)]
    [InlineData("ada@localhost", true)]
    [InlineData("ada", false)]
    [InlineData("ada@", false)]
    [InlineData("@example.org", false)]
    [InlineData("ada@exa mple.org", false)]
    [InlineData("a da@example.org", false)]
    [InlineData("ada@example.org\r\nBcc: x@example.org", false)]
    [InlineData("ada\u017f@example.org", false)]
    [InlineData("ada@ex\u0430mple.org", false)]
    [InlineData("\"ada\"@example.org", false)]
    [InlineData("a..b@example.org", false)]
    [InlineData("ada@-example.org", false)]
    [InlineData("ada@example..org", false)]
    public void Address_IsPlainAscii(string text, bool taken) => Assert.Equal(taken ? text.Trim() : null, EmailAddress.Clean(text));

    [Theory]
    [InlineData("smtp_password", "smtp_user")]
    [InlineData("off", "smtp_tls")]
    [InlineData("from", "mail_from")]
    [InlineData("url", "public_url")]
    [InlineData("host", "smtp_host")]
    public void Options_ThatMakeNoSense_AreRefused(string fault, string named)
    {
        var options = new FareboxOptions { SmtpHost = "mail.example.org", SmtpUser = "u", SmtpPassword = "p", PublicUrl = "https://farebox.example.org" };
        Assert.Empty(OptionsValidation.Check(options));
        switch (fault)
        {
            case "smtp_password": options.SmtpPassword = ""; break;
            case "off": options.SmtpTls = "off"; break;
            case "from": options.MailFrom = "a@b>\r\nRCPT TO:<c@d"; break;
            case "url": options.PublicUrl = "https://farebox.example.org/path"; break;
            default: options.SmtpHost = "no host"; break;
        }

        Assert.Contains(OptionsValidation.Check(options), error => error.Contains(named, StringComparison.Ordinal));
    }

    private static Task<RunningFarebox> StartAsync(
        SmtpListener server, string tls, bool trusted = false, Action<FareboxOptions>? more = null, TimeProvider? clock = null) => RunningFarebox.StartAsync(
        clock: clock,
        options: options =>
        {
            (options.SmtpHost, options.SmtpPort, options.SmtpTls, options.MailFrom) = ("localhost", server.Port, tls, "farebox@example.org");
            more?.Invoke(options);
        },
        services: services =>
        {
            if (!trusted) return;
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.Add(server.Certificate);
            services.AddSingleton(new SmtpTrust(policy));
        });

    private static string Log(RunningFarebox farebox) => string.Join('\n', farebox.Logs.Lines);

    private static LetterStore Store(RunningFarebox farebox) => farebox.Services.GetRequiredService<LetterStore>();

    private static async Task SendAsync(RunningFarebox farebox, Letter letter)
    {
        await Store(farebox).AddAsync(farebox.Services.GetRequiredService<LetterSeal>().Close(letter));
        farebox.Services.GetRequiredService<MailBell>().Ring();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (!await condition()) patience.Token.ThrowIfCancellationRequested();
    }
}
