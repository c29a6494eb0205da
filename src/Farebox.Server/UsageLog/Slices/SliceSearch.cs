using System.Data.Common;
using Dapper;
using Farebox.Kernel.UsageLog;

namespace Farebox.Server.UsageLog.Slices;

/// <summary>Finds out by slices at which milliseconds an organization has records that may be those asked for: none is left out, few are others.</summary>
internal sealed class SliceSearch(DbConnection connection, SliceScanStore slices, RequestLogFilter filter)
{
    /// <summary>Milliseconds of record ids, within a range, in order.</summary>
    public IEnumerable<long> Milliseconds(long fromMs, long untilMs, bool ascending, CancellationToken cancellationToken)
    {
        var series = Series();
        if (series is { IsEmpty: true }) yield break;
        var token = filter.TokenId is null ? (long?)null : TextCode.OfToken(filter.TokenId);
        foreach (var head in slices.Heads(filter.OrganizationId, Math.Max(0, fromMs), untilMs, ascending))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = -1L;
            foreach (var ms in In(head, series, token, ascending))
            {
                if (ms < fromMs || ms >= untilMs || ms == last) continue;
                last = ms;
                yield return ms;
            }
        }
    }

    private List<long> In(SliceHead head, SeriesGroups? series, long? token, bool ascending)
    {
        var found = new List<long>();
        var seriesOf = series is null ? default : slices.Column(head, SliceColumn.Series);
        var tokenOf = token is null ? default : slices.Column(head, SliceColumn.Token);
        ReadOnlySpan<long> ids = default;
        for (var i = 0; i < head.Records; i++)
        {
            if (token is not null && tokenOf[i] != token) continue;
            if (series is not null && series.Of(seriesOf[i]) < 0) continue;
            if (ids.IsEmpty) ids = slices.Column(head, SliceColumn.IdMs);
            found.Add(ids[i]);
        }

        if (!ascending) found.Reverse();
        return found;
    }

    /// <summary>Null for all.</summary>
    private SeriesGroups? Series()
    {
        var (where, values) = (new List<string> { "organization_id = @organization" }, new DynamicParameters());
        values.Add("organization", filter.OrganizationId);
        Add("project_id = @confined", "confined", filter.ConfinedToProjectId);
        Add("project_id = @project", "project", filter.ProjectId);
        Add("key_id = @key", "key", filter.KeyId);
        Add("(model = @model OR requested = @requested)", "model", filter.Model);
        Add("outcome = @outcome", "outcome", (int?)filter.Outcome);
        Add("status = @status", "status", filter.Status);
        Add("surface = @surface", "surface", (int?)filter.Surface);
        if (filter.Model is not null) values.Add("requested", TextCode.OfRequested(filter.Model, null));
        return where.Count == 1
            ? null
            : SeriesGroups.OfOneGroup(connection.Query<long>($"SELECT id FROM usage_series WHERE {string.Join(" AND ", where)}", values));

        void Add<T>(string condition, string name, T? value)
        {
            if (value is null) return;
            where.Add(condition);
            values.Add(name, value);
        }
    }
}
