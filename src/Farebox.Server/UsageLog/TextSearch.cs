using Farebox.Server.CallLog;

namespace Farebox.Server.UsageLog;

/// <summary>Finds calls by what was kept of them: the index names calls, their records decide about everything else.</summary>
internal sealed class TextSearch(UsageQueryStore records, PayloadQueryStore payloads)
{
    // Of calls that the index names, records may be of another model or outcome: this many are looked at for one page, at most.
    private const int IdsPerRound = 500;
    private const int MaxRounds = 40;

    /// <summary>As <see cref="UsageQueryStore.ListAsync"/>, of calls whose payloads hold the words.</summary>
    /// <param name="query">See <see cref="SearchText.Query"/>.</param>
    public async Task<List<RequestLogRow>> ListAsync(RequestLogFilter filter, string query, CancellationToken cancellationToken)
    {
        var found = new List<RequestLogRow>();
        var after = filter.After;
        for (var round = 0; round < MaxRounds; round++)
        {
            var ids = await payloads.SearchAsync(
                filter.OrganizationId, filter.ConfinedToProjectId ?? filter.ProjectId, query,
                (filter.FromMs ?? 0, filter.ToMs ?? long.MaxValue), after, filter.Ascending, IdsPerRound, cancellationToken);
            if (ids.Count == 0) break;
            found.AddRange(await records.ListAsync(filter with { Ids = ids }, cancellationToken));
            if (found.Count > filter.Limit) return found[..(filter.Limit + 1)];
            if (ids.Count < IdsPerRound) break;
            after = Platform.RequestId.FromBytes(ids[^1]);
        }

        return found;
    }
}
