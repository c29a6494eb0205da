namespace Farebox.Server.Accounts.Mail;

/// <summary>What is logged about letters: neither to whom they go nor what they say.</summary>
internal static partial class MailLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Letter {LetterId} was not sent at try {Attempts} and will be tried again: {Reason}")]
    public static partial void Postponed(ILogger logger, string letterId, long attempts, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Letter {LetterId} was given up at try {Attempts}: {Reason}")]
    public static partial void GivenUp(ILogger logger, string letterId, long attempts, string reason);
}
