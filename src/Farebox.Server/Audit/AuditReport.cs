using Farebox.Kernel.Audit;

namespace Farebox.Server.Audit;

/// <summary>What <see cref="AuditVerification"/> found.</summary>
/// <param name="Head">Where the events end that are right.</param>
/// <param name="Fault">The first thing that is wrong, in a sentence; null when nothing is.</param>
public sealed record AuditReport(AuditHead Head, string? Fault)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => Fault is null;
}
