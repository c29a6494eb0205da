using Farebox.Contracts.Billing;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Billing.Payments;

/// <summary>Where payment providers come to: takes orders, and credits what was paid, once.</summary>
internal sealed class PaymentDesk(
    PaymentStore store, TopUps topUps, FareboxOptions options, IdSource ids, TimeProvider clock, ILogger<PaymentDesk> logger)
{
    /// <summary>Begins a payment; says where to pay, or why not.</summary>
    /// <param name="amountUsd">As the customer wrote it.</param>
    /// <param name="actor">Who wants to pay.</param>
    public async Task<(Uri? PayAt, ApiError? Error)> StartAsync(
        IPaymentProvider provider, string organizationId, string? amountUsd, Actor actor, CancellationToken cancellationToken)
    {
        var (amount, error) = TopUpRules.ReadAmount(amountUsd, options);
        if (error is not null) return (null, error);

        // Kept before the provider hears of it: no payment may come back for an order that nobody knows.
        var order = new PaymentOrder(ids.Next("pay_"), organizationId, amount);
        await store.AddAsync(new PaymentRow
        {
            Id = order.Id, OrganizationId = organizationId, Provider = provider.Name, AmountNano = amount.Value, CreatedAt = NowMs(),
        }, actor);
        return (await provider.StartAsync(order, cancellationToken), null);
    }

    /// <summary>Credits an order, when the provider has the money. Providers confirm more than once; the first time counts.</summary>
    /// <param name="orderId">Ours.</param>
    /// <param name="providerId">The provider's own id of the payment.</param>
    /// <param name="paid">What was really paid.</param>
    public async Task<ConfirmOutcome> ConfirmAsync(IPaymentProvider provider, string orderId, string providerId, NanoUsd paid)
    {
        var outcome = await CreditAsync(provider.Name, orderId, providerId, paid);
        if (outcome is not (ConfirmOutcome.Credited or ConfirmOutcome.CreditedBefore)) BillingLog.NotCredited(logger, orderId, provider.Name, outcome);
        return outcome;
    }

    private async Task<ConfirmOutcome> CreditAsync(string provider, string orderId, string providerId, NanoUsd paid)
    {
        if (await store.FindAsync(orderId, provider) is not { } order) return ConfirmOutcome.Unknown;
        if (order.ProviderId is null && order.AmountNano != paid.Value) return ConfirmOutcome.AmountDiffers;

        var wish = new TopUpWish(order.OrganizationId, TopUpSources.Payment, paid, orderId);
        if (order.ProviderId is null
            && await topUps.AddAsync(wish, Actor.Server, connection => PaymentStore.Claim(connection, orderId, provider, providerId, NowMs())) is { } added)
        {
            BillingLog.Paid(logger, added.ToContract().Id, orderId, order.OrganizationId, provider);
            return ConfirmOutcome.Credited;
        }

        var confirmed = await store.FindAsync(orderId, provider);
        return confirmed?.ProviderId == providerId ? ConfirmOutcome.CreditedBefore : ConfirmOutcome.OtherPayment;
    }

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
