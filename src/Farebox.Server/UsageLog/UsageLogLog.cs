namespace Farebox.Server.UsageLog;

/// <summary>What is logged about usage records: ids and numbers.</summary>
internal static partial class UsageLogLog
{
    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Count} usage records were older than their organizations keep them, and are deleted, in {Batches} transactions")]
    public static partial void Deleted(ILogger logger, long count, long batches);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The upkeep of usage records failed; the next round tries again")]
    public static partial void UpkeepFailed(ILogger logger, Exception exception);
}
