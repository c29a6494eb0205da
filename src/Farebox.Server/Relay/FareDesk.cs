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
    public ValueTask<(CallFare? Fare, Outgoing Outgoing, ApiError? Error)> ReserveAsync(
        CallIdentity call, RoutePlan plan, CatalogSnapshot snapshot, Outgoing outgoing)
    {
        // (5) quote
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (snapshot.Prices.Find(plan.Model.Name, call.Grant.OrganizationId!, nowMs) is not { } price)
            return new((null, outgoing, Unpriced(plan.Model.Name)));
        var reserveTokens = snapshot.ReserveOutputTokens(plan.Model);
        var quote = Quote.Of(price.Price, price.Multipliers, outgoing.Request.Demand.SizeOf(plan.Surface, outgoing.Body.Length, reserveTokens));

        // (6) reserve: as a rule every account is in memory, and nothing has to be waited for.
        var reserving = ReserveAsync(call, quote, nowMs);
        if (!reserving.IsCompletedSuccessfully) return FitAsync(reserving, call, plan, price, reserveTokens, outgoing, quote, nowMs);
        var reserved = reserving.Result;
        return reserved.Refusal is null
            ? new((new CallFare(price, quote, reserved.Reservation, nowMs, Credit(call.Grant)), outgoing, null))
            : FitAsync(new(reserved), call, plan, price, reserveTokens, outgoing, quote, nowMs);
    }

    /// <summary>Waits for the reservation; where it is refused, it may be tried again with a lower limit on the output.</summary>
    private async ValueTask<(CallFare? Fare, Outgoing Outgoing, ApiError? Error)> FitAsync(
        ValueTask<Reserved> reserving, CallIdentity call, RoutePlan plan, PricedModel price, long reserveTokens, Outgoing outgoing, NanoUsd quote,
        long nowMs)
    {
        for (var fitting = 0; ; fitting++)
        {
            var (reservation, refusal) = await reserving;
            if (refusal is not { } refused) return (new CallFare(price, quote, reservation, nowMs, Credit(call.Grant)), outgoing, null);

            var size = outgoing.Request.Demand.SizeOf(plan.Surface, outgoing.Body.Length, reserveTokens);
            var canLower = options.LowerOutputLimit && fitting < Fittings && refused.By is null or { Unit: LedgerUnit.NanoUsd };
            var affordable = canLower ? Affordable(price, size, new NanoUsd(refused.Available)) : 0;
            if (affordable == 0) return (null, outgoing, QuotaErrors.Refused(refused.By, refused.Available, refused.Wanted, nowMs));
            outgoing = OutputLimit.Set(outgoing, plan, affordable, options.MaxJsonDepth);
            quote = Quote.Of(price.Price, price.Multipliers, outgoing.Request.Demand.SizeOf(plan.Surface, outgoing.Body.Length, reserveTokens));
            reserving = ReserveAsync(call, quote, nowMs);
        }
    }

    /// <summary>Reserves the credit and every budget at once: all of it, nothing where nothing is to be reserved, or why not.</summary>
    private ValueTask<Reserved> ReserveAsync(CallIdentity call, NanoUsd quote, long nowMs)
    {
        var grant = call.Grant;
        if (quote == NanoUsd.Zero && grant.Budgets.Count == 0) return default;
        if (grant.Budgets.Count == 0) return ReserveAsync(call, [Credit(grant, quote)]);

        List<WantedLeg> legs = quote > NanoUsd.Zero ? [Credit(grant, quote)] : [];
        foreach (var budget in grant.Budgets)
        {
            if (budgets.TryLeg(budget, quote, nowMs, out var leg)) legs.Add(leg);
        }

        return legs.Count == 0 ? default : ReserveAsync(call, CollectionsMarshal.AsSpan(legs));
    }

    private ValueTask<Reserved> ReserveAsync(CallIdentity call, ReadOnlySpan<WantedLeg> legs) =>
        ledger.TryReserve(call.RequestId, legs, out var result) ? new(Read(result, call.Grant, legs)) : ReadAndReserveAsync(call, legs.ToArray());

    private async ValueTask<Reserved> ReadAndReserveAsync(CallIdentity call, WantedLeg[] legs) =>
        Read(await ledger.ReserveAsync(call.RequestId, legs), call.Grant, legs);

    private static Reserved Read(ReserveResult result, Grant grant, ReadOnlySpan<WantedLeg> legs)
    {
        if (result.IsReserved) return new Reserved(result.Reservation, null);
        var leg = legs[result.RefusedLeg];
        return new Reserved(null, new Refusal(BudgetAccounts.Find(grant.Budgets, leg.Debit), result.Available, leg.Amount));
    }

    // The new limit itself takes a few bytes of the body, which the quote counts too.
    private static long Affordable(PricedModel price, CallSize size, NanoUsd available) =>
        Quote.AffordableOutput(price.Price, price.Multipliers, size with { BodyBytes = size.BodyBytes + 64 }, available);

    private static ApiError Unpriced(string model) => ApiErrors.Invalid(
        "model", $"The model '{model}' has no price here, so it cannot be called. The operator sets one: farebox prices set {model} --help.");

    private WantedLeg Credit(Grant grant, NanoUsd quote) => new(Credit(grant), ContraAccount.Fares, quote.Value, null);

    private AccountHandle Credit(Grant grant) => _credits.GetOrAdd(grant.OrganizationId!, AccountHandle.Credit);

    /// <summary>What came of a reservation; the default where nothing was to be reserved.</summary>
    private readonly record struct Reserved(LedgerReservation? Reservation, Refusal? Refusal);

    /// <param name="By">The budget that refused; null for the credit.</param>
    private readonly record struct Refusal(Budget? By, long Available, long Wanted);
}
