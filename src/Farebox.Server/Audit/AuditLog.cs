namespace Farebox.Server.Audit;

/// <summary>What is logged about the audit log.</summary>
internal static partial class AuditLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The audit log has {Count} events and ends with {Hash}")]
    public static partial void Ends(ILogger logger, long count, string hash);
}
