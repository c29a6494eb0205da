using System.Collections.Concurrent;
using Farebox.Kernel.Limits;
using Farebox.Server.UsageLog;

namespace Farebox.Server.Limits;

/// <summary>
/// Fills the windows of a day from the usage records of the last 24 hours, when a counter is first seen: so they survive a restart. Those who
/// need the same one at once share a query.
/// </summary>
internal sealed class LimitHistory(UsageHistoryStore store, LimitTable table, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> _underWay = new(StringComparer.Ordinal);

    /// <summary>When it ends, the counter of the plan is filled.</summary>
    public async Task FillAsync(LimitPlan plan)
    {
        var shared = _underWay.GetOrAdd(plan.CounterId, _ => new Lazy<Task>(() => ReadAsync(plan)));
        try
        {
            await shared.Value;
        }
        finally
        {
            _underWay.TryRemove(KeyValuePair.Create(plan.CounterId, shared));
        }
    }

    private async Task ReadAsync(LimitPlan plan)
    {
        var sinceMs = clock.GetUtcNow().ToUnixTimeMilliseconds() - LimitKinds.DayMs;
        table.Fill(plan, await store.ReadAsync(
            new UsageHistoryQuery(plan.OrganizationId, plan.ProjectId, plan.KeyId, plan.TokenId, plan.Model, sinceMs, LimitKinds.DayStepMs)));
    }
}
