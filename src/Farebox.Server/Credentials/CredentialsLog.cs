namespace Farebox.Server.Credentials;

/// <summary>What is logged about credentials: ids only.</summary>
internal static partial class CredentialsLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Key {KeyId} {Change} by key {CallerKeyId}")]
    public static partial void KeyChanged(ILogger logger, string keyId, string change, string callerKeyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator's key {KeyId} made at start")]
    public static partial void OperatorKeyMade(ILogger logger, string keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Access token {TokenId} of key {KeyId} revoked by key {CallerKeyId}")]
    public static partial void TokenRevoked(ILogger logger, string tokenId, string keyId, string callerKeyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Signing key {SigningKeyId} made")]
    public static partial void SigningKeyMade(ILogger logger, string signingKeyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Signing key {SigningKeyId} dropped: no token of it can be alive")]
    public static partial void SigningKeyDropped(ILogger logger, string signingKeyId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upkeep of credentials failed; it is tried again within a minute")]
    public static partial void UpkeepFailed(ILogger logger, Exception exception);
}
