using System.Data.Common;
using Dapper;
using Farebox.Kernel.Metering;

namespace Farebox.Server.UsageLog.Slices;

/// <summary>For each series of an organization that a query asks for, the number of its group.</summary>
internal sealed class SeriesGroups
{
    private const string NoColumn = ", NULL";

    private readonly long _first;
    private readonly int[] _groups;

    private SeriesGroups(long first, int[] groups, List<SeriesName> names) =>
        (_first, _groups, Names) = (first, groups, names);

    /// <summary>What each group's series have in common.</summary>
    public List<SeriesName> Names { get; }

    /// <summary>Whether no series is asked for.</summary>
    public bool IsEmpty => _groups.Length == 0;

    /// <summary>The number of a series' group, or -1 when it is not asked for.</summary>
    public int Of(long series) => unchecked((ulong)(series - _first)) is var at && at < (ulong)_groups.Length ? _groups[at] : -1;

    /// <summary>Reads an organization's series.</summary>
    public static SeriesGroups Read(DbConnection connection, RecordSumQuery query)
    {
        var where = new List<string> { "organization_id = @OrganizationId" };
        if (!query.WithRefused) where.Add("outcome <> @refused");
        if (query.ConfinedToProjectId is not null) where.Add("project_id = @ConfinedToProjectId");
        if (query.ProjectIds.Count > 0) where.Add("project_id IN @ProjectIds");
        if (query.KeyIds.Count > 0) where.Add("key_id IN @KeyIds");
        if (query.Models.Count > 0) where.Add("model IN @Models");
        if (query.Surfaces.Count > 0) where.Add("surface IN @Surfaces");
        var columns = new[]
            {
                (RecordGroup.Project, "project_id"), (RecordGroup.Key, "key_id"), (RecordGroup.Model, "model"), (RecordGroup.Outcome, "outcome"),
            }
            .Select(column => query.GroupBy.Contains(column.Item1) ? ", " + column.Item2 : NoColumn).ToList();
        var names = string.Concat(columns);
        var arguments = new
        {
            query.OrganizationId, query.ConfinedToProjectId, query.ProjectIds, query.KeyIds, query.Models, query.Surfaces, refused = (int)Outcome.Refused,
        };
        var sql = $"SELECT id{names} FROM usage_series WHERE {string.Join(" AND ", where)}";
        return columns.All(column => column == NoColumn)
            ? OfOneGroup(connection.Query<long>(sql, arguments))
            : Grouped(connection.Query<(long Id, string? Project, string? Key, string? Model, long? Outcome)>(sql, arguments, buffered: false));
    }

    /// <summary>These series, in one group.</summary>
    public static SeriesGroups OfOneGroup(IEnumerable<long> series) => Spread([.. series.Select(id => (id, 0))], [default]);

    private static SeriesGroups Grouped(IEnumerable<(long Id, string? Project, string? Key, string? Model, long? Outcome)> rows)
    {
        var numbers = new Dictionary<SeriesName, int>();
        var found = new List<(long Id, int Group)>();
        foreach (var row in rows)
        {
            var name = new SeriesName(row.Project, row.Key, row.Model, row.Outcome);
            if (!numbers.TryGetValue(name, out var group)) numbers.Add(name, group = numbers.Count);
            found.Add((row.Id, group));
        }

        return Spread(found, [.. numbers.Keys]);
    }

    private static SeriesGroups Spread(List<(long Id, int Group)> found, List<SeriesName> names)
    {
        if (found.Count == 0) return new SeriesGroups(0, [], names);
        var first = found.Min(row => row.Id);
        var groups = new int[found.Max(row => row.Id) - first + 1];
        Array.Fill(groups, -1);
        foreach (var (id, group) in found) groups[id - first] = group;
        return new SeriesGroups(first, groups, names);
    }
}

/// <summary>What series of a group have in common; null where they were not asked to.</summary>
internal readonly record struct SeriesName(string? Project, string? Key, string? Model, long? Outcome);
