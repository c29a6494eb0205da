namespace Farebox.Server.Catalog;

/// <summary>Log lines about prices.</summary>
internal static partial class PriceLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Price {Version} of model {Model} was set by key {KeyId}")]
    public static partial void PriceSet(ILogger logger, string version, string model, string keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Price multiplier {Version} of {Subject} was set by key {KeyId}")]
    public static partial void MultiplierSet(ILogger logger, string version, string subject, string keyId);
}
