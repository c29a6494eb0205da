namespace Farebox.Server.Upstreams;

/// <summary>What operators read about upstreams.</summary>
internal static partial class UpstreamLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream {UpstreamId} is failing: {Error}")]
    public static partial void Failing(ILogger logger, string upstreamId, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Upstream {UpstreamId} answers again")]
    public static partial void Recovered(ILogger logger, string upstreamId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Upstream {UpstreamId} now offers {Count} models")]
    public static partial void ModelsChanged(ILogger logger, string upstreamId, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Upstream {UpstreamId} was found in the environment")]
    public static partial void Found(ILogger logger, string upstreamId);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The credential of upstream {UpstreamId} cannot be decrypted with this installation secret; set it again")]
    public static partial void CredentialUnreadable(ILogger logger, string upstreamId);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of model discovery failed; the next one tries again")]
    public static partial void RoundFailed(ILogger logger, Exception exception);
}
