using System.Collections.Concurrent;
using Farebox.Kernel.Limits;
using Farebox.Kernel.Money;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;

namespace Farebox.Server.Limits;

/// <summary>
/// Notices the charge with which an organization reaches its next tier, and announces it: the next call is under the new limits. On the
/// path of a request it compares a counter with a mark.
/// </summary>
internal sealed class TierWatch : IDisposable
{
    private readonly SettledCharges _charges;
    private readonly LedgerBook _ledger;
    private readonly LimitTiers _tiers;
    private readonly ChangeFeed _changes;
    private readonly ILogger<TierWatch> _logger;
    private readonly ConcurrentDictionary<string, Mark> _marks = new(StringComparer.Ordinal);

    public TierWatch(SettledCharges charges, LedgerBook ledger, LimitTiers tiers, ChangeFeed changes, ILogger<TierWatch> logger)
    {
        (_charges, _ledger, _tiers, _changes, _logger) = (charges, ledger, tiers, changes, logger);
        charges.Settled += Look;
    }

    /// <summary>
    /// From now on whatever lifts an organization above what it has spent now is announced. To be called before what was spent is read for
    /// a grant: a charge in between makes the grant stale rather than going unseen.
    /// </summary>
    public void Begin(string organizationId, long spentNano)
    {
        if (!_marks.ContainsKey(organizationId)) _marks.TryAdd(organizationId, new Mark(AccountHandle.Credit(organizationId), NextAfter(spentNano)));
    }

    /// <inheritdoc/>
    public void Dispose() => _charges.Settled -= Look;

    // Every grant began its organization's mark, so what has none has no grant to be changed.
    private void Look(SettledCharge charge)
    {
        if (charge.Amount <= NanoUsd.Zero || !_marks.TryGetValue(charge.OrganizationId, out var mark)) return;
        var next = Volatile.Read(ref mark.NextNano);
        if (next == long.MaxValue || !_ledger.TryRead(mark.Account, out var counters) || counters.DebitsPosted < next) return;
        if (Interlocked.CompareExchange(ref mark.NextNano, NextAfter(counters.DebitsPosted), next) != next) return;
        _changes.AnnounceCredential(null);
        LimitsLog.TierReached(_logger, charge.OrganizationId, _tiers.Reached(counters.DebitsPosted).Name);
    }

    private long NextAfter(long spentNano) => _tiers.After(spentNano)?.FromSpentNano ?? long.MaxValue;

    private sealed class Mark(AccountHandle account, long nextNano)
    {
        public long NextNano = nextNano;

        public AccountHandle Account => account;
    }
}
