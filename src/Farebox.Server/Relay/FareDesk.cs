using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Farebox.Kernel.Credentials;
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
internal sealed class FareDesk(LedgerBook ledger, BudgetAccounts budgets, FareboxOptions options, TimeProvider clock)
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
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (snapshot.Prices.Find(plan.Model.Name, call.Grant.OrganizationId!, nowMs) is not { } price)
            return (null, outgoing, Unpriced(plan.Model.Name));
        var reserveTokens = snapshot.ReserveOutputTokens(plan.Model);
        for (var fitting = 0; ; fitting++)
        {
            var size = outgoing.Request.Demand.SizeOf(plan.Surface, outgoing.Body.Length, reserveTokens);
            var quote = Quote.Of(price.Price, price.Multipliers, size);

            // (6) reserve
            var (reservation, refusal) = await ReserveAsync(call, quote, nowMs);
            if (refusal is not { } refused) return (new CallFare(price, quote, reservation, nowMs, Credit(call.Grant)), outgoing, null);

            var canLower = options.LowerOutputLimit && fitting < Fittings && refused.By is null or { Unit: LedgerUnit.NanoUsd };
            var affordable = canLower ? Affordable(price, size, new NanoUsd(refused.Available)) : 0;
            if (affordable == 0) return (null, outgoing, QuotaErrors.Refused(refused.By, refused.Available, refused.Wanted, nowMs));
            outgoing = OutputLimit.Set(outgoing, plan, affordable, options.MaxJsonDepth);
        }
    }

    /// <summary>Reserves the credit and every budget at once: all of it, nothing where nothing is to be reserved, or why not.</summary>
    private async ValueTask<(LedgerReservation? Reservation, Refusal? Refusal)> ReserveAsync(CallIdentity call, NanoUsd quote, long nowMs)
    {
        var grant = call.Grant;
        if (quote == NanoUsd.Zero && grant.Budgets.Count == 0) return (null, null);
        if (grant.Budgets.Count == 0) return Read(await ledger.ReserveAsync(call.RequestId, [Credit(grant, quote)]), grant, [Credit(grant, quote)]);

        List<WantedLeg> legs = quote > NanoUsd.Zero ? [Credit(grant, quote)] : [];
        foreach (var budget in grant.Budgets)
        {
            if (budgets.TryLeg(budget, quote, nowMs, out var leg)) legs.Add(leg);
        }

        if (legs.Count == 0) return (null, null);
        return Read(await ledger.ReserveAsync(call.RequestId, CollectionsMarshal.AsSpan(legs)), grant, CollectionsMarshal.AsSpan(legs));
    }

    private static (LedgerReservation? Reservation, Refusal? Refusal) Read(ReserveResult result, Grant grant, ReadOnlySpan<WantedLeg> legs)
    {
        if (result.IsReserved) return (result.Reservation, null);
        var leg = legs[result.RefusedLeg];
        return (null, new Refusal(BudgetAccounts.Find(grant.Budgets, leg.Debit), result.Available, leg.Amount));
    }

    // The new limit itself takes a few bytes of the body, which the quote counts too.
    private static long Affordable(PricedModel price, CallSize size, NanoUsd available) =>
        Quote.AffordableOutput(price.Price, price.Multipliers, size with { BodyBytes = size.BodyBytes + 64 }, available);

    private static ApiError Unpriced(string model) => ApiErrors.Invalid(
        "model", $"The model '{model}' has no price here, so it cannot be called. The operator sets one: farebox prices set {model} --help.");

    private WantedLeg Credit(Grant grant, NanoUsd quote) => new(Credit(grant), ContraAccount.Fares, quote.Value, null);

    private AccountHandle Credit(Grant grant) => _credits.GetOrAdd(grant.OrganizationId!, AccountHandle.Credit);

    /// <param name="By">The budget that refused; null for the credit.</param>
    private readonly record struct Refusal(Budget? By, long Available, long Wanted);
}
