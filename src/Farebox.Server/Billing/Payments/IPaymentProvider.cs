using Farebox.Kernel.Money;

namespace Farebox.Server.Billing.Payments;

/// <summary>
/// A way to pay. A provider brings what is its own: how a payment begins, and the route on which it tells that one was made, whose
/// signature it checks before it calls the desk that confirms it. Crediting is not its business.
/// </summary>
internal interface IPaymentProvider
{
    /// <summary>Its lasting name, in the store beside every payment.</summary>
    string Name { get; }

    /// <summary>Begins a payment that carries the order's id, so that its confirmation can name it.</summary>
    /// <returns>Where the customer pays.</returns>
    Task<Uri> StartAsync(PaymentOrder order, CancellationToken cancellationToken);
}

/// <summary>What a customer wants to pay for.</summary>
/// <param name="Id">Ours, <c>pay_…</c>.</param>
internal sealed record PaymentOrder(string Id, string OrganizationId, NanoUsd Amount);

/// <summary>What became of a confirmation. A provider is to be told that it arrived in every case: none is mended by repeating it.</summary>
internal enum ConfirmOutcome
{
    /// <summary>The organization has the money.</summary>
    Credited,

    /// <summary>It had it before.</summary>
    CreditedBefore,

    /// <summary>No such order was given to this provider.</summary>
    Unknown,

    /// <summary>Another amount was paid than was ordered: for people to look at.</summary>
    AmountDiffers,

    /// <summary>The provider named a payment that another order was credited for, or another payment for an order that was credited.</summary>
    OtherPayment,
}
