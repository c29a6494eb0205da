namespace Farebox.Server.Audit;

/// <summary>
/// Logs at start where the audit log ends. Logs are kept elsewhere: whoever takes events away from the end has to take this line away too.
/// </summary>
internal sealed class AuditStart(AuditStore store, ILogger<AuditStart> logger)
{
    /// <summary>Safe to call at each start.</summary>
    public async Task TellAsync()
    {
        var head = await store.HeadAsync();
        AuditLog.Ends(logger, head.Count, head.Hash);
    }
}
