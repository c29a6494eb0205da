using System.Collections.Concurrent;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;
using Farebox.Kernel.Routing;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Settlement;
using Farebox.Server.Snapshots;
using Farebox.Server.UsageLog;

namespace Farebox.Server.Relay;

/// <summary>
/// Steps (5) and (6): no call goes to an upstream but through here, with a price, an upper bound of its fare, and that much set aside.
/// </summary>
internal sealed class FareDesk(LedgerBook ledger, FareboxOptions options, TimeProvider clock)
{
    // What is free changes while a limit is being fitted to it; whoever misses it so often is refused.
    private const int Fittings = 4;

    // One handle per organization, so that the ledger need not search for its account.
    private readonly ConcurrentDictionary<string, AccountHandle> _credits = new(StringComparer.Ordinal);

    /// <summary>
    /// What the call may cost at most, set aside; or why it cannot be made. The request comes back with a lower limit on its output when
    /// the operator prefers that to refusing it.
    /// </summary>
    public async ValueTask<(CallFare? Fare, Outgoing Outgoing, ApiError? Error)> ReserveAsync(
        CallIdentity call, RoutePlan plan, CatalogSnapshot snapshot, Outgoing outgoing)
    {
        // (5) quote
        var now = clock.GetUtcNow();
        if (snapshot.Prices.Find(plan.Model.Name, call.Grant.OrganizationId!, now.ToUnixTimeMilliseconds()) is not { } price)
            return (null, outgoing, FareErrors.Unpriced(plan.Model.Name));
        var reserveTokens = snapshot.ReserveOutputTokens(plan.Model);
        for (var fitting = 0; ; fitting++)
        {
            var size = outgoing.Request.Demand.SizeOf(plan.Surface, outgoing.Body.Length, reserveTokens);
            var quote = Quote.Of(price.Price, price.Multipliers, size);

            // (6) reserve
            if (quote == NanoUsd.Zero) return (new CallFare(price, quote, null), outgoing, null);
            var reserved = await ledger.ReserveAsync(
                call.RequestId, [new WantedLeg(Credit(call.Grant.OrganizationId!), ContraAccount.Fares, quote.Value, null)]);
            if (reserved.IsReserved) return (new CallFare(price, quote, reserved.Reservation), outgoing, null);

            var available = new NanoUsd(reserved.Available);
            var affordable = options.LowerOutputLimit && fitting < Fittings ? Affordable(price, size, available) : 0;
            if (affordable == 0) return (null, outgoing, FareErrors.CreditExhausted(quote, available));
            outgoing = OutputLimit.Set(outgoing, plan, affordable, options.MaxJsonDepth);
        }
    }

    // The new limit itself takes a few bytes of the body, which the quote counts too.
    private static long Affordable(PricedModel price, CallSize size, NanoUsd available) =>
        Quote.AffordableOutput(price.Price, price.Multipliers, size with { BodyBytes = size.BodyBytes + 64 }, available);

    private AccountHandle Credit(string organizationId) => _credits.GetOrAdd(organizationId, AccountHandle.Credit);
}
