using Farebox.Contracts.Audit;
using Farebox.Server.Storage;

namespace Farebox.Server.Audit;

/// <summary>Verifies the log of the running server. Whoever asks while it reads gets the same answer: reading takes a while, and a disk.</summary>
internal sealed class AuditProver(DataDirectory directory)
{
    private readonly Lock _lock = new();
    private Task<AuditProof>? _underWay;

    /// <summary>What is true now, or a moment ago.</summary>
    public Task<AuditProof> ProveAsync()
    {
        lock (_lock)
        {
            return _underWay is { IsCompleted: false } shared ? shared : _underWay = Task.Run(Prove);
        }
    }

    private AuditProof Prove()
    {
        var report = AuditVerification.Run(directory.StorePath, isCopy: false);
        return new AuditProof("audit_log.proof", report.IsSound, report.Head.Count, report.Head.ToString(), report.Fault);
    }
}
