using Farebox.Kernel.Money;
using Farebox.Server.Billing.Payments;

namespace Farebox.Server.Tests.Billing.Payments;

/// <summary>A payment provider without a bank: remembers orders, and confirms them as it is told.</summary>
internal sealed class CardDouble(PaymentDesk desk, string name = "card") : IPaymentProvider
{
    public List<PaymentOrder> Orders { get; } = [];

    /// <summary>Stands for a provider that cannot be reached.</summary>
    public bool IsDown { get; set; }

    public string Name { get; } = name;

    public Task<Uri> StartAsync(PaymentOrder order, CancellationToken cancellationToken)
    {
        if (IsDown) throw new HttpRequestException("The provider does not answer.");
        Orders.Add(order);
        return Task.FromResult(new Uri($"https://pay.example/{order.Id}"));
    }

    /// <summary>As its webhook would.</summary>
    public Task<ConfirmOutcome> PaidAsync(PaymentOrder order, string paymentId, NanoUsd? amount = null) =>
        desk.ConfirmAsync(this, order.Id, paymentId, amount ?? order.Amount);
}
