using Farebox.ConsolePages;
using Farebox.Server.Accounts.Mail;

namespace Farebox.Server;

/// <summary>Tells operators how letters fare.</summary>
internal sealed class ConsoleMail(LetterStore letters, IMailRoute route) : IMailInfo
{
    /// <inheritdoc/>
    public async Task<MailView> ShowAsync()
    {
        var (waiting, givenUp) = await letters.CountAsync();
        return new MailView((route as Outbox)?.Folder, waiting, givenUp);
    }
}
