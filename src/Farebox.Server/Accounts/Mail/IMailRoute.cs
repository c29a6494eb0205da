namespace Farebox.Server.Accounts.Mail;

/// <summary>Where letters go: to a mail server, or into a folder.</summary>
internal interface IMailRoute
{
    /// <exception cref="MailException">It was not taken.</exception>
    Task SendAsync(Letter letter, string id, CancellationToken cancellationToken);
}

/// <summary>A letter was not taken.</summary>
/// <param name="message">Without anything of the letter.</param>
/// <param name="isFinal">Whether another try cannot help.</param>
internal sealed class MailException(string message, bool isFinal, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether another try cannot help.</summary>
    public bool IsFinal { get; } = isFinal;
}
