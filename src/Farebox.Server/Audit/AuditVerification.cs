using Farebox.Kernel.Audit;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Audit;

/// <summary>Proves that a store's audit log is as it was written: every event, in order, each with the hash of the one before it.</summary>
public static class AuditVerification
{
    /// <summary>Reads the whole log, over one moment of it. A server may run on the store.</summary>
    /// <param name="path">Path of the SQLite file.</param>
    /// <param name="isCopy">See <see cref="StoreFile.OpenRead"/>.</param>
    /// <param name="kept">Where the log ended at an earlier time, if somebody kept it.</param>
    /// <exception cref="IOException">There is none, or it is not one of this Farebox's version.</exception>
    public static AuditReport Run(string path, bool isCopy, AuditHead? kept = null)
    {
        using var connection = StoreFile.OpenRead(path, isCopy);
        var walk = new AuditWalk(kept);
        try
        {
            return connection.ReadAtOneMoment(store =>
            {
                var isWhole = AuditStore.All(store).All(row => walk.Take(row.ToRecord(), row.PreviousHash, row.Hash)) && walk.End();
                return new AuditReport(walk.Head, isWhole && !AuditStore.IsGuarded(store)
                    ? "The events are as they were written, but the store would let them be changed: a trigger on audit_events is not there."
                    : walk.Fault);
            });
        }
        catch (SqliteException e)
        {
            return new AuditReport(walk.Head, $"The audit log cannot be read beyond event {walk.Head.Count}: {e.Message}");
        }
    }
}
