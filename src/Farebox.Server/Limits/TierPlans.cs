using Farebox.Kernel.Limits;
using Farebox.Server.Ledger;

namespace Farebox.Server.Limits;

/// <summary>Which tier an organization is in, and the plan that follows from it.</summary>
internal sealed class TierPlans(LimitTiers tiers, TierWatch watch, LedgerBook ledger)
{
    public LimitTiers Tiers => tiers;

    /// <summary>What was ever charged to an organization, in nano-USD.</summary>
    public async ValueTask<long> SpentAsync(string organizationId) => (await ledger.ReadAsync(AccountHandle.Credit(organizationId))).DebitsPosted;

    /// <summary>Its tier. A name that the file no longer has counts as none.</summary>
    public LimitTier TierOf(TierRow? decided, long spentNano) =>
        (decided?.Tier is { } name ? tiers.Find(name) : null) ?? tiers.Reached(spentNano);

    /// <summary>The plan of an organization, for its grants: a charge that changes it announces that.</summary>
    public async ValueTask<LimitPlan> OfAsync(string organizationId, TierRow? decided)
    {
        watch.Begin(organizationId, await SpentAsync(organizationId));
        var tier = TierOf(decided, await SpentAsync(organizationId));
        return new LimitPlan
        {
            Level = LimitLevel.Tier,
            OrganizationId = organizationId,
            Numbers = decided is null ? tier.Numbers : tier.Numbers.With(decided.Numbers),
        };
    }
}
