namespace Farebox.ConsolePages;

/// <summary>How letters fare.</summary>
/// <param name="Outbox">The folder that they go into while no mail server is set; null with one.</param>
/// <param name="Waiting">How many wait to be sent.</param>
/// <param name="GivenUp">How many were given up in the last 30 days.</param>
public sealed record MailView(string? Outbox, long Waiting, long GivenUp);

/// <summary>Tells operators how letters fare. Implemented by the server.</summary>
public interface IMailInfo
{
    Task<MailView> ShowAsync();
}
