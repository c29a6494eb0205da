using System.Security.Cryptography;
using System.Text.Json;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Microsoft.Extensions.Hosting;

namespace Farebox.Server.Accounts.Mail;

/// <summary>
/// Sends stored letters, one after the other, and tries again for those that were not taken: after half a minute, then twice as long each time.
/// A letter that was taken just before a crash may come twice; none is lost.
/// </summary>
internal sealed class Postman(
    LetterStore store, LetterSeal seal, IMailRoute route, MailBell bell, FareboxOptions options, TimeProvider clock, ILogger<Postman> logger)
    : BackgroundService
{
    private const int AtOnce = 20;
    private const long FirstPauseMs = 30_000;
    private const long LongestPauseMs = 3_600_000;
    private const long KeepMs = 30L * 86_400_000;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RoundAsync(stoppingToken) < AtOnce) await bell.WaitAsync(Look, stoppingToken);
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(Look, clock, stoppingToken);
            }
        }
    }

    /// <summary>How long a letter waits after so many tries.</summary>
    internal static long PauseMs(long attempts) => Math.Min(LongestPauseMs, FirstPauseMs << (int)Math.Min(attempts - 1, 10));

    private async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var nowMs = NowMs();
        var due = await store.ListDueAsync(nowMs, AtOnce);
        foreach (var row in due) await DeliverAsync(row, cancellationToken);
        if (due.Count > 0) await store.ForgetAsync(nowMs - KeepMs);
        return due.Count;
    }

    private async Task DeliverAsync(LetterRow row, CancellationToken cancellationToken)
    {
        try
        {
            await route.SendAsync(seal.Open(row), row.Id, cancellationToken);
            await store.RemoveAsync(row.Id);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            const string Unreadable = "It cannot be read: it was stored under another installation secret, or is damaged.";
            await store.GiveUpAsync(row.Id, NowMs(), Unreadable);
            MailLog.GivenUp(logger, row.Id, row.Attempts + 1, Unreadable);
        }
        catch (MailException e)
        {
            var attempts = row.Attempts + 1;
            if (e.IsFinal || attempts >= options.MailAttempts)
            {
                await store.GiveUpAsync(row.Id, NowMs(), e.Message);
                MailLog.GivenUp(logger, row.Id, attempts, e.Message);
            }
            else
            {
                await store.PostponeAsync(row.Id, NowMs() + PauseMs(attempts), e.Message);
                MailLog.Postponed(logger, row.Id, attempts, e.Message);
            }
        }
    }

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
