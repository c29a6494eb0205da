using Farebox.Kernel.Credentials;
using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog;
using Farebox.Server.UsageLog.Slices;

namespace Farebox.Server.Settlement;

/// <summary>
/// Makes calls durable: reservation and mark before a client may see a byte of an answer that is not settled yet, charge and usage record
/// before it may see the last.
/// </summary>
public sealed partial class CallSettlement(
    Database database, LedgerBook ledger, SettledCharges charges, FinishedCalls calls, RolledTo rolledTo, FareboxOptions options,
    ILogger<CallSettlement> logger)
{
    private readonly bool _strict = options.Settlement == "strict";

    /// <summary>Whether a new call may begin: whatever it ends in can be written down.</summary>
    public bool Accepts => database.Journal.Accepts;

    /// <summary>Marks a call as under way. Await <see cref="JournalEntry.Durable"/> before its client sees a byte.</summary>
    public OpenedCall Open(CallIdentity call, CallFare? fare)
    {
        var open = new OpenedCall(call, fare);
        database.Journal.Append(open);
        return open;
    }

    /// <summary>
    /// Charges what was used, or gives back what was reserved, and writes both down with the record. Done once, in memory, when this
    /// returns; await <see cref="CallSettled.Durable"/> before the client sees the end.
    /// </summary>
    /// <param name="record">Without its money, which is filled in here.</param>
    /// <param name="charged">See <see cref="ChargeRule"/>.</param>
    public CallSettled Settle(UsageRecord record, CallFare? fare, OpenedCall? opened, bool charged)
    {
        opened?.Settle();
        var charge = default(Charge);
        if (fare is not null)
        {
            if (charged) charge = Charge.Of(fare.Quote, fare.Price.Price, fare.Price.Multipliers, CallCounts.Of(record.Usage) with { Images = record.Images });
            if (fare.Reservation is not null) Resolve(record.Call.Grant, fare, fare.Reservation, charge.Amount, charged);
            record = record with
            {
                Quote = fare.Quote, Charge = charge.Amount, Overrun = charge.Overrun, PriceVersion = fare.Price.Version,
            };
            if (charge.Overrun > NanoUsd.Zero) Overran(logger, record.Call.RequestId, record.Call.Model, charge.Overrun);
        }

        var settled = new SettledCall(record, fare?.Reservation, opened, rolledTo, calls);
        database.Journal.Append(settled);
        return new CallSettled(charge.Amount, _strict ? settled : null);
    }

    private void Resolve(Grant grant, CallFare fare, LedgerReservation reservation, NanoUsd amount, bool charged)
    {
        if (!charged)
        {
            ledger.Void(reservation);
            return;
        }

        ledger.Post(reservation, amount);
        charges.Announce(new SettledCharge(grant.OrganizationId!, grant.Budgets, amount, fare.ReservedAtMs));
    }

    /// <summary>What is left of an organization's credit, reserved money included.</summary>
    public ValueTask<NanoUsd> BalanceAsync(CallFare fare) => ledger.TryRead(fare.Credit, out var counters)
        ? new(new NanoUsd(counters.Posted))
        : ReadBalanceAsync(fare);

    private async ValueTask<NanoUsd> ReadBalanceAsync(CallFare fare) => new((await ledger.ReadAsync(fare.Credit)).Posted);

    /// <summary>At start: calls that the last process left under way become interrupted ones.</summary>
    public async Task ResolveInterruptedAsync()
    {
        foreach (var id in await database.UpkeepAsync(UsageRecordStore.ResolveOpen)) Interrupted(logger, id);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Call {RequestId} was under way when the last process ended; it is recorded as interrupted")]
    private static partial void Interrupted(ILogger logger, Platform.RequestId requestId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Call {RequestId} of {Model} used {Overrun} USD more than its quote; nobody was charged for that")]
    private static partial void Overran(ILogger logger, Platform.RequestId requestId, string? model, NanoUsd overrun);
}
