using System.Data.Common;
using Dapper;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.UsageLog.Slices;

/// <summary>
/// Up to which moment records are in slices, or may be in a moment. Whoever writes a record of an earlier call marks it as late, in the same
/// transaction; on the path of a call this is one comparison. Used by the journal's thread alone.
/// </summary>
public sealed class RolledTo
{
    // Until the store was asked every record may be late. A mark too many does no harm.
    private long _ms = long.MaxValue;
    private bool _isKnown;

    /// <summary>Whether a record that is written now has to be marked.</summary>
    internal bool IsLate(StoreConnection connection, RequestId id) => RequestIdRange.MsOf(id) < _ms && IsLateOnceKnown(connection, id);

    /// <summary>From now on records of earlier calls are marked, whether slices of their time are made or not.</summary>
    internal void Raise(DbConnection connection, long ms)
    {
        Know(connection);
        _ms = Math.Max(_ms, ms);
    }

    private bool IsLateOnceKnown(StoreConnection connection, RequestId id)
    {
        Know(connection.Connection);
        return RequestIdRange.MsOf(id) < _ms;
    }

    private void Know(DbConnection connection)
    {
        if (_isKnown) return;
        _ms = connection.ExecuteScalar<long>("SELECT rolled_to FROM usage_progress");
        _isKnown = true;
    }
}
