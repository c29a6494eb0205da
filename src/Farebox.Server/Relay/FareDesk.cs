using System.Collections.Concurrent;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;
using Farebox.Kernel.Routing;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Settlement;
using Farebox.Server.Snapshots;
using Farebox.Server.UsageLog;

namespace Farebox.Server.Relay;

/// <summary>
/// Steps (5) and (6): no call goes to an upstream but through here, with a price, an upper bound of its fare, and that much set aside.
/// </summary>
internal sealed class FareDesk(LedgerBook ledger, TimeProvider clock)
{
    // One handle per organization, so that the ledger need not search for its account.
    private readonly ConcurrentDictionary<string, AccountHandle> _credits = new(StringComparer.Ordinal);

    /// <summary>What the call may cost at most, set aside; or why it cannot be made.</summary>
    public async ValueTask<(CallFare? Fare, ApiError? Error)> ReserveAsync(CallIdentity call, RoutePlan plan, CatalogSnapshot snapshot, Outgoing outgoing)
    {
        // (5) quote
        var grant = call.Grant;
        if (snapshot.Prices.Find(plan.Model.Name, grant.OrganizationId!, clock.GetUtcNow().ToUnixTimeMilliseconds()) is not { } price)
            return (null, FareErrors.Unpriced(plan.Model.Name));
        var size = outgoing.Request.Demand.SizeOf(plan.Surface, outgoing.Body.Length, snapshot.ReserveOutputTokens(plan.Model));
        var quote = Quote.Of(price.Price, price.Multipliers, size);

        // (6) reserve
        if (quote == NanoUsd.Zero) return (new CallFare(price, quote, null), null);
        var reserved = await ledger.ReserveAsync(
            call.RequestId, [new WantedLeg(Credit(grant.OrganizationId!), ContraAccount.Fares, quote.Value, null)]);
        return reserved.IsReserved
            ? (new CallFare(price, quote, reserved.Reservation), null)
            : (null, FareErrors.CreditExhausted(quote, new NanoUsd(reserved.Available)));
    }

    private AccountHandle Credit(string organizationId) => _credits.GetOrAdd(organizationId, AccountHandle.Credit);
}
