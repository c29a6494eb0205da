namespace Farebox.Server.CallLog;

/// <summary>What is logged about the call log: ids and numbers, never what is in it.</summary>
internal static partial class CallLogLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The call log's settings of {OwnerId} changed by key {KeyId}")]
    public static partial void Changed(ILogger logger, string ownerId, string keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} payloads of organization {OrganizationId} deleted by key {KeyId}")]
    public static partial void Deleted(ILogger logger, long count, string organizationId, string keyId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The call log cannot keep up: {Count} payloads were dropped so far; their calls went on")]
    public static partial void Dropped(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The call log's store failed; {Count} payloads are lost, their calls went on")]
    public static partial void Failed(ILogger logger, Exception exception, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A payload of call {RequestId} could not be read and was not stored")]
    public static partial void Unreadable(ILogger logger, Exception exception, Platform.RequestId requestId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old payloads could not be deleted; the next round tries again")]
    public static partial void UpkeepFailed(ILogger logger, Exception exception);
}
