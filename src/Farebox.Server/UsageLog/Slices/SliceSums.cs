using System.Data.Common;
using System.Runtime.InteropServices;
using Dapper;

namespace Farebox.Server.UsageLog.Slices;

/// <summary>Sums up what is in slices.</summary>
internal sealed class SliceSums(DbConnection connection, SliceScanStore slices, RecordSumQuery query, int maxRows)
{
    private readonly SeriesGroups _series = SeriesGroups.Read(connection, query);
    private readonly bool _byUser = query.GroupBy.Contains(RecordGroup.User);
    private readonly Dictionary<(long Bucket, int Group, long User), int> _places = [];
    private readonly List<(long Bucket, int Group, long User)> _keys = [];
    private RecordSum[] _sums = new RecordSum[64];

    // Where a group's sum was last time: records that follow each other are mostly of one bucket.
    private (long Bucket, int Place)[] _last = [];

    /// <summary>Sums of records with ids in a range of milliseconds; of more than the query may have at least one more.</summary>
    public Dictionary<RecordSumKey, RecordSum> Run(long idFromMs, long idUntilMs, CancellationToken cancellationToken)
    {
        _last = new (long, int)[_series.Names.Count];
        Array.Fill(_last, (long.MinValue, 0));
        var users = query.Users.Count == 0 ? null : UsersAskedFor();
        if (_series.IsEmpty || users is { Count: 0 }) return [];
        foreach (var head in slices.Heads(query.OrganizationId, Math.Max(0, idFromMs), idUntilMs, ascending: true))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (head.StartedTo < query.FromMs || head.StartedFrom >= query.ToMs) continue;
            AddSlice(head, idFromMs, idUntilMs, users);
            if (_keys.Count > maxRows) break;
        }

        return Named();
    }

    private void AddSlice(SliceHead head, long idFromMs, long idUntilMs, HashSet<long>? users)
    {
        var (isTokens, isCharges, isTimes) = (Wants(RecordAmounts.Tokens), Wants(RecordAmounts.Charges), Wants(RecordAmounts.Times));
        var series = slices.Column(head, SliceColumn.Series);
        var isWhole = head.StartedFrom >= query.FromMs && head.StartedTo < query.ToMs && head.FirstMs >= idFromMs && head.LastMs < idUntilMs;
        var bucket = head.StartedFrom / query.WidthMs;
        var isOneBucket = isWhole && bucket == head.StartedTo / query.WidthMs;
        var ids = isOneBucket ? default : slices.Column(head, SliceColumn.IdMs);
        var after = isOneBucket ? default : slices.Column(head, SliceColumn.StartedAfterMs);
        var user = _byUser || users is not null ? slices.Column(head, SliceColumn.User) : default;
        var input = isTokens ? slices.Column(head, SliceColumn.Input) : default;
        var cached = isTokens ? slices.Column(head, SliceColumn.Cached) : default;
        var output = isTokens ? slices.Column(head, SliceColumn.Output) : default;
        var charge = isCharges ? slices.Column(head, SliceColumn.ChargeNano) : default;
        var duration = isTimes ? slices.Column(head, SliceColumn.DurationUs) : default;
        var firstByte = isTimes ? slices.Column(head, SliceColumn.FirstByteUs) : default;
        for (var i = 0; i < series.Length; i++)
        {
            var group = _series.Of(series[i]);
            if (group < 0 || (users is not null && !users.Contains(user[i]))) continue;
            if (!isOneBucket)
            {
                var startedAt = ids[i] + after[i];
                if (startedAt < query.FromMs || startedAt >= query.ToMs || ids[i] < idFromMs || ids[i] >= idUntilMs) continue;
                bucket = startedAt / query.WidthMs;
            }

            var last = _last[group];
            var place = !_byUser && last.Bucket == bucket ? last.Place : Place(bucket, group, _byUser ? user[i] : 0);
            ref var sum = ref _sums[place];
            sum.Requests++;
            if (isTokens)
            {
                sum.Input += input[i];
                sum.Cached += cached[i];
                sum.Output += output[i];
            }

            if (isCharges) sum.ChargeNano += charge[i];
            if (isTimes) sum.AddTimes(duration[i], firstByte[i]);
        }
    }

    private bool Wants(RecordAmounts amounts) => (query.Amounts & amounts) != 0;

    private int Place(long bucket, int group, long user)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, (bucket, group, user), out var exists);
        if (!exists)
        {
            place = _keys.Count;
            _keys.Add((bucket, group, user));
            if (place == _sums.Length) Array.Resize(ref _sums, 2 * place);
        }

        _last[group] = (bucket, place);
        return place;
    }

    private HashSet<long> UsersAskedFor() => [.. connection.Query<long>(
        "SELECT id FROM usage_users WHERE organization_id = @OrganizationId AND name IN @Users", new { query.OrganizationId, query.Users })];

    private Dictionary<RecordSumKey, RecordSum> Named()
    {
        // Too many are told of as too many: nobody reads their names.
        var users = _byUser && _keys.Count <= maxRows ? UserNames() : [];
        var named = new Dictionary<RecordSumKey, RecordSum>(_keys.Count);
        for (var i = 0; i < _keys.Count; i++)
        {
            var (bucket, group, user) = _keys[i];
            var (project, key, model, outcome) = _series.Names[group];
            named.Add(new RecordSumKey(bucket, project, key, model, _keys.Count <= maxRows ? users.GetValueOrDefault(user) : $"{user}", outcome), _sums[i]);
        }

        return named;
    }

    private Dictionary<long, string> UserNames()
    {
        const string Find = "SELECT id, name FROM usage_users WHERE id IN (SELECT value FROM json_each(@ids))";
        var ids = _keys.Select(key => key.User).Distinct();
        return connection.Query<(long Id, string Name)>(Find, new { ids = $"[{string.Join(',', ids)}]" }).ToDictionary(row => row.Id, row => row.Name);
    }
}
