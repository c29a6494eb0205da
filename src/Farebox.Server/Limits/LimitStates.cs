using Farebox.Contracts.Limits;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Limits;

namespace Farebox.Server.Limits;

/// <summary>What is left of limits.</summary>
internal sealed class LimitStates(LimitTable table, LimitHistory history)
{
    /// <summary>As it stands this moment, calls under way included.</summary>
    public ValueTask<IReadOnlyList<LimitStatus>> OfAsync(Grant grant) => OfAsync(grant.Limits);

    /// <summary>The same of some plans.</summary>
    public async ValueTask<IReadOnlyList<LimitStatus>> OfAsync(IReadOnlyList<LimitPlan> plans)
    {
        foreach (var plan in plans.Where(plan => plan.IsDaily && !table.HasHistory(plan))) await history.FillAsync(plan);
        return table.Look(plans, static (stands, nowMs) => stands.SelectMany(stand => Of(stand, nowMs)).ToList());
    }

    private static List<LimitStatus> Of(LimitStand stand, long nowMs)
    {
        var states = new List<LimitStatus>();
        foreach (ref readonly var cap in stand.Plan.Caps)
        {
            var used = stand.Counter.Used(cap.Kind, nowMs);
            states.Add(new LimitStatus
            {
                Level = LimitWords.Of(stand.Plan.Level), ProjectId = stand.Plan.ProjectId, KeyId = stand.Plan.KeyId, TokenId = stand.Plan.TokenId,
                Model = stand.Plan.Model ?? LimitRow.AllModels, Kind = LimitWords.Of(cap.Kind), Limit = cap.Max, Used = used,
                Left = Math.Max(0, cap.Max - used),
            });
        }

        return states;
    }
}
