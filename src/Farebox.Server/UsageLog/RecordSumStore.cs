using System.Data.Common;
using Dapper;
using Farebox.Kernel.Metering;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog.Slices;

namespace Farebox.Server.UsageLog;

/// <summary>Sums up usage records: from slices, and record by record what is in none yet.</summary>
internal sealed class RecordSumStore(Database database)
{
    /// <summary>Sums per bucket and group, sorted; of more than <paramref name="maxRows"/> at least one more.</summary>
    public Task<List<KeyValuePair<RecordSumKey, RecordSum>>> SumAsync(RecordSumQuery query, int maxRows, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.ReadAtOneMoment(same => Sum(same, query, maxRows, cancellationToken)), cancellationToken);

    /// <summary>The same inside a read transaction.</summary>
    internal static List<KeyValuePair<RecordSumKey, RecordSum>> Sum(
        DbConnection connection, RecordSumQuery query, int maxRows, CancellationToken cancellationToken)
    {
        var rolledTo = SliceProgressStore.RolledTo(connection);
        var keptFrom = SliceProgressStore.KeptFrom(connection, query.OrganizationId);
        using var slices = new SliceScanStore(connection);
        var sums = new SliceSums(connection, slices, query, maxRows).Run(keptFrom, rolledTo, cancellationToken);
        if (sums.Count <= maxRows)
        {
            AddRecords(connection, ("r", "usage_records r"), query, Math.Max(keptFrom, rolledTo), RequestIdRange.MaxMs, maxRows, sums);

            // The few in front: each is one look-up by its key.
            const string Late = "usage_late l CROSS JOIN usage_records r ON r.organization_id = l.organization_id AND r.request_id = l.request_id";
            AddRecords(connection, ("l", Late), query, keptFrom, rolledTo, maxRows, sums);
        }

        var rows = sums.ToList();
        rows.Sort((left, right) => Compare(left.Key, right.Key, query.GroupBy));
        return rows;
    }

    private static void AddRecords(
        DbConnection connection, (string Owner, string Tables) from, RecordSumQuery query, long idFromMs, long idUntilMs, int maxRows,
        Dictionary<RecordSumKey, RecordSum> sums)
    {
        var where = new List<string>
        {
            $"{from.Owner}.organization_id = @OrganizationId", $"{from.Owner}.request_id >= @idFrom", $"{from.Owner}.request_id < @idUntil",
            "r.started_at >= @FromMs", "r.started_at < @ToMs",
        };
        if (!query.WithRefused) where.Add("r.outcome <> @refused");
        if (query.ConfinedToProjectId is not null) where.Add("r.project_id = @ConfinedToProjectId");
        if (query.ProjectIds.Count > 0) where.Add("r.project_id IN @ProjectIds");
        if (query.KeyIds.Count > 0) where.Add("r.key_id IN @KeyIds");
        if (query.Models.Count > 0) where.Add("r.model IN @Models");
        if (query.Users.Count > 0) where.Add("r.user IN @Users");
        if (query.Surfaces.Count > 0) where.Add("r.surface IN @Surfaces");
        var columns = query.GroupBy.Select(group => (Sql: SqlOf(group), Name: group.ToString())).ToList();
        var groups = string.Concat(columns.Select(column => ", " + column.Sql));
        var rows = connection.Query<Row>($"""
            SELECT r.started_at / @WidthMs AS Bucket{string.Concat(columns.Select(column => $", {column.Sql} AS [{column.Name}]"))},
                COUNT(*) AS Requests{SqlOf(query.Amounts)}
            FROM {from.Tables} WHERE {string.Join(" AND ", where)}
            GROUP BY r.started_at / @WidthMs{groups} LIMIT {maxRows + 1}
            """, new
        {
            query.OrganizationId, query.ConfinedToProjectId, query.ProjectIds, query.KeyIds, query.Models, query.Users, query.Surfaces, query.FromMs,
            query.ToMs, query.WidthMs, refused = (int)Outcome.Refused,
            idFrom = Later(RequestIdRange.From(query.FromMs), RequestIdRange.At(idFromMs)),
            idUntil = Earlier(RequestIdRange.To(query.ToMs), RequestIdRange.At(idUntilMs)),
        });
        foreach (var row in rows)
        {
            var key = new RecordSumKey(row.Bucket, row.Project, row.Key, row.Model, row.User, row.Outcome);
            var sum = sums.GetValueOrDefault(key);
            sum.Add(row.Sum());
            sums[key] = sum;
        }
    }

    private static string SqlOf(RecordGroup group) => group switch
    {
        RecordGroup.Project => "r.project_id",
        RecordGroup.Key => "r.key_id",
        RecordGroup.Model => "r.model",
        RecordGroup.User => "r.user",
        _ => "r.outcome",
    };

    private static string SqlOf(RecordAmounts amounts) =>
        (amounts.HasFlag(RecordAmounts.Tokens)
            ? ", SUM(r.input_tokens) AS Input, SUM(r.cached_tokens) AS Cached, SUM(r.output_tokens) AS Output" : "")
        + (amounts.HasFlag(RecordAmounts.Charges) ? ", SUM(r.charge_nano) AS ChargeNano" : "")
        + (amounts.HasFlag(RecordAmounts.Times)
            ? ", SUM(r.duration_us) AS DurationUs, MAX(r.duration_us) AS MaxDurationUs, COUNT(r.first_byte_us) AS FirstBytes, "
                + "COALESCE(SUM(r.first_byte_us), 0) AS FirstByteUs, COALESCE(MAX(r.first_byte_us), 0) AS MaxFirstByteUs" : "");

    private static int Compare(in RecordSumKey left, in RecordSumKey right, IReadOnlyList<RecordGroup> groups)
    {
        var order = left.Bucket.CompareTo(right.Bucket);
        for (var i = 0; order == 0 && i < groups.Count; i++) order = string.CompareOrdinal(left.Of(groups[i]), right.Of(groups[i]));
        return order;
    }

    private static byte[] Later(byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right) >= 0 ? left : right;

    private static byte[] Earlier(byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right) <= 0 ? left : right;

    private sealed class Row
    {
        public long Bucket { get; init; }
        public string? Project { get; init; }
        public string? Key { get; init; }
        public string? Model { get; init; }
        public string? User { get; init; }
        public long Requests { get; init; }
        public long Input { get; init; }
        public long Cached { get; init; }
        public long Output { get; init; }
        public long ChargeNano { get; init; }
        public long? Outcome { get; init; }
        public long DurationUs { get; init; }
        public long MaxDurationUs { get; init; }
        public long FirstBytes { get; init; }
        public long FirstByteUs { get; init; }
        public long MaxFirstByteUs { get; init; }

        public RecordSum Sum() => new()
        {
            Requests = Requests, Input = Input, Cached = Cached, Output = Output, ChargeNano = ChargeNano, DurationUs = DurationUs,
            MaxDurationUs = MaxDurationUs, FirstBytes = FirstBytes, FirstByteUs = FirstByteUs, MaxFirstByteUs = MaxFirstByteUs,
        };
    }
}
