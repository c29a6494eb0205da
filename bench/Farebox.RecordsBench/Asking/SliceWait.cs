using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Farebox.RecordsBench.Asking;

/// <summary>Waits until a server has made slices of all records.</summary>
internal static class SliceWait
{
    public static async Task<TimeSpan> UntilMadeAsync(string path, CancellationToken cancellationToken)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        var watch = Stopwatch.StartNew();
        var lastMs = connection.QuerySingle<long>("""
            SELECT max(at) FROM (
                SELECT (SELECT started_at FROM usage_records r WHERE r.organization_id = o.id ORDER BY request_id DESC LIMIT 1) AS at FROM organizations o)
            """);
        while (connection.QuerySingle<long>("SELECT rolled_to FROM usage_progress") <= lastMs) await Task.Delay(250, cancellationToken);
        return watch.Elapsed;
    }
}
