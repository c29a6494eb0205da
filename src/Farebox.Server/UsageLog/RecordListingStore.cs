using System.Data.Common;
using Dapper;
using Farebox.Server.UsageLog.Slices;

namespace Farebox.Server.UsageLog;

/// <summary>
/// Lists usage records inside a read transaction. Records of any kind are a range of the key. Those of one project, key, token, model, outcome,
/// status or endpoint are looked for in slices, and read one by one where they are in none yet.
/// </summary>
internal sealed class RecordListingStore(DbConnection connection, RequestLogFilter filter, CancellationToken cancellationToken)
{
    private readonly (string Sql, DynamicParameters Values) _where = RequestLogWhere.Of(filter);

    // The page ahead of a row is read towards its beginning, starting at that row.
    private readonly bool _ascending = filter.Ascending != filter is { Before: not null, After: null };
    private readonly int _wanted = filter.Limit + 1;

    private bool IsSearch => filter.Id is null && filter.Ids is null
        && (filter.ConfinedToProjectId ?? filter.ProjectId ?? filter.KeyId ?? filter.TokenId ?? filter.Model) is not null | filter.Outcome is not null
        | filter.Status is not null | filter.Surface is not null;

    /// <summary>Up to one more than the filter's limit, in the order in which they are read.</summary>
    public List<RequestLogRow> Read()
    {
        var (fromMs, untilMs) = Bounds();
        if (!IsSearch) return Range(fromMs, untilMs, _wanted);
        var rolledTo = Math.Clamp(SliceProgressStore.RolledTo(connection), fromMs, Math.Max(fromMs, untilMs));
        var rows = new List<RequestLogRow>();
        if (!_ascending) rows.AddRange(Range(rolledTo, untilMs, _wanted));
        if (rows.Count < _wanted) rows.AddRange(Search(fromMs, rolledTo, _wanted - rows.Count));
        if (_ascending && rows.Count < _wanted) rows.AddRange(Range(rolledTo, untilMs, _wanted - rows.Count));
        return rows;
    }

    /// <summary>Milliseconds of ids that records asked for can have.</summary>
    private (long FromMs, long UntilMs) Bounds()
    {
        var fromMs = SliceProgressStore.KeptFrom(connection, filter.OrganizationId);
        var untilMs = RequestIdRange.MaxMs;
        if (filter.FromMs is { } from) fromMs = Math.Max(fromMs, RequestIdRange.MsOf(RequestIdRange.From(from)));
        if (filter.ToMs is { } to) untilMs = Math.Min(untilMs, RequestIdRange.MsOf(RequestIdRange.To(to)));
        foreach (var (id, isLower) in new[] { (filter.After, filter.Ascending), (filter.Before, !filter.Ascending) })
        {
            if (id is not { } bound) continue;
            if (isLower) fromMs = Math.Max(fromMs, RequestIdRange.MsOf(bound));
            else untilMs = Math.Min(untilMs, RequestIdRange.MsOf(bound) + 1);
        }

        return (fromMs, untilMs);
    }

    private List<RequestLogRow> Search(long fromMs, long untilMs, int wanted)
    {
        if (fromMs >= untilMs) return [];
        const string Late = "usage_late l CROSS JOIN usage_records r ON r.organization_id = l.organization_id AND r.request_id = l.request_id";
        var late = Query(Late, "l", fromMs, untilMs, wanted);
        var found = new List<RequestLogRow>();
        using var slices = new SliceScanStore(connection);
        foreach (var ms in new SliceSearch(connection, slices, filter).Milliseconds(fromMs, untilMs, _ascending, cancellationToken))
        {
            found.AddRange(Range(ms, ms + 1, wanted));
            if (found.Count >= wanted) break;
        }

        // One that came late may be of the same millisecond as one in a slice.
        var all = found.Concat(late).DistinctBy(row => Platform.RequestId.FromBytes(row.RequestId));
        return [.. (_ascending ? all.OrderBy(Id) : all.OrderByDescending(Id)).Take(wanted)];

        static UInt128 Id(RequestLogRow row) => Platform.RequestId.FromBytes(row.RequestId).Value;
    }

    private List<RequestLogRow> Range(long fromMs, long untilMs, int wanted) => Query("usage_records r", "r", fromMs, untilMs, wanted);

    private List<RequestLogRow> Query(string from, string owner, long fromMs, long untilMs, int wanted)
    {
        if (fromMs >= untilMs) return [];
        var (sql, values) = _where;
        values.Add("wanted", wanted);
        values.Add("idFrom", RequestIdRange.At(fromMs));
        values.Add("idUntil", RequestIdRange.At(untilMs));
        return connection.Query<RequestLogRow>($"""
            SELECT {RequestLogRow.Columns} FROM {from}
            WHERE {owner}.organization_id = @organization AND {owner}.request_id >= @idFrom AND {owner}.request_id < @idUntil AND {sql}
            ORDER BY {owner}.request_id {(_ascending ? "ASC" : "DESC")} LIMIT @wanted
            """, values).AsList();
    }
}
