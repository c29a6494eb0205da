using Farebox.Contracts.Audit;
using Farebox.Server.Platform;

namespace Farebox.Testing.Server;

/// <summary>What tests add to the audit log when they write as the server does.</summary>
public static class TestAudit
{
    /// <summary>That something was granted.</summary>
    public static AuditEntry Entry { get; } = AuditEntry.Created(AuditEventTypes.CreditGrantCreated, new AuditObject("test"), new { });
}
