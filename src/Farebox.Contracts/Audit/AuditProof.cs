namespace Farebox.Contracts.Audit;

/// <summary>Whether the audit log is as it was written: every event, in order, each with the hash of the one before it.</summary>
/// <param name="Object">Always <c>audit_log.proof</c>.</param>
/// <param name="Events">How many are right, from the beginning on.</param>
/// <param name="Head">Where those end, as <c>COUNT:HASH</c>: kept elsewhere, it proves later that nothing up to there was written anew.</param>
/// <param name="Fault">The first thing that is wrong, in a sentence; null when nothing is.</param>
public sealed record AuditProof(string Object, bool Sound, long Events, string Head, string? Fault);
