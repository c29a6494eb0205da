namespace Farebox.Server.Accounts.External;

/// <summary>What is logged about sign-in providers: for operators, whom pages tell nothing.</summary>
internal static partial class ExternalLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-in by provider {ProviderId} failed: {Reason}")]
    public static partial void Failed(ILogger logger, string providerId, string reason);
}
