using Farebox.Contracts;
using Farebox.Contracts.Billing;
using Farebox.Kernel.Money;
using Farebox.Server.Billing.Payments;
using Farebox.Server.Platform;
using Farebox.Server.Tests.Upstreams;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Billing.Payments;

public sealed class PaymentDeskTests : BillingFixture
{
    private PaymentDesk Desk => Farebox.Services.GetRequiredService<PaymentDesk>();

    private async Task<PaymentOrder> OrderAsync(CardDouble card, string amount = "20")
    {
        var (payAt, error) = await Desk.StartAsync(card, OrganizationId, amount, Actor.Server, TestContext.Current.CancellationToken);
        Assert.Null(error);
        Assert.Equal($"https://pay.example/{card.Orders[^1].Id}", payAt!.ToString());
        return card.Orders[^1];
    }

    [Fact]
    public async Task Payment_IsCreditedOnceItIsConfirmed()
    {
        var card = new CardDouble(Desk);
        var order = await OrderAsync(card, "20.25");
        Assert.Equal((OrganizationId, "20.25"), (order.OrganizationId, order.Amount.ToString()));
        Assert.Equal("0", await AvailableAsync());

        Assert.Equal(ConfirmOutcome.Credited, await card.PaidAsync(order, "ch_1"));
        Assert.Equal("20.25", await AvailableAsync());
        var topUp = (await Farebox.GetAsync<ListPage<TopUp>>(TopUpsPath)).Data.Single();
        Assert.Equal(("payment", "20.25", order.Id), (topUp.Source, topUp.AmountUsd, topUp.Reference));
    }

    [Fact]
    public async Task Confirm_ManyTimesAtOnce_CreditsOnce()
    {
        var card = new CardDouble(Desk);
        var order = await OrderAsync(card);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => card.PaidAsync(order, "ch_1")));
        Assert.Single(outcomes, outcome => outcome == ConfirmOutcome.Credited);
        Assert.Equal(49, outcomes.Count(outcome => outcome == ConfirmOutcome.CreditedBefore));
        Assert.Equal("20", await AvailableAsync());
    }

    [Fact]
    public async Task Confirm_OnePaymentForTwoOrders_CreditsOnce()
    {
        var card = new CardDouble(Desk);
        var (first, second) = (await OrderAsync(card), await OrderAsync(card));
        Assert.Equal(ConfirmOutcome.Credited, await card.PaidAsync(first, "ch_1"));
        Assert.Equal(ConfirmOutcome.OtherPayment, await card.PaidAsync(second, "ch_1"));
        Assert.Equal("20", await AvailableAsync());
        Assert.Equal(ConfirmOutcome.Credited, await card.PaidAsync(second, "ch_2"));
        Assert.Equal("40", await AvailableAsync());
    }

    [Fact]
    public async Task Confirm_TwoPaymentsForOneOrder_CreditsTheFirst()
    {
        var card = new CardDouble(Desk);
        var order = await OrderAsync(card);
        Assert.Equal(ConfirmOutcome.Credited, await card.PaidAsync(order, "ch_1"));
        Assert.Equal(ConfirmOutcome.OtherPayment, await card.PaidAsync(order, "ch_2"));
        Assert.Equal("20", await AvailableAsync());
    }

    [Fact]
    public async Task Confirm_AnotherAmountOrderOrProvider_CreditsNothing()
    {
        var (card, wallet) = (new CardDouble(Desk), new CardDouble(Desk, "wallet"));
        var order = await OrderAsync(card);
        Assert.Equal(ConfirmOutcome.AmountDiffers, await card.PaidAsync(order, "ch_1", NanoUsd.Parse("19.99")));
        Assert.Equal(ConfirmOutcome.Unknown, await card.PaidAsync(order with { Id = "pay_0" }, "ch_1"));
        Assert.Equal(ConfirmOutcome.Unknown, await wallet.PaidAsync(order, "ch_1"));
        Assert.Equal("0", await AvailableAsync());
        Assert.Equal(ConfirmOutcome.Credited, await card.PaidAsync(order, "ch_1"));
    }

    [Fact]
    public async Task Confirm_SameIdAtTwoProviders_IsTwoPayments()
    {
        var (card, wallet) = (new CardDouble(Desk), new CardDouble(Desk, "wallet"));
        Assert.Equal(ConfirmOutcome.Credited, await card.PaidAsync(await OrderAsync(card), "1"));
        Assert.Equal(ConfirmOutcome.Credited, await wallet.PaidAsync(await OrderAsync(wallet), "1"));
        Assert.Equal("40", await AvailableAsync());
    }

    [Fact]
    public async Task Start_TooLittle_NeverReachesTheProvider()
    {
        var card = new CardDouble(Desk);
        var (payAt, error) = await Desk.StartAsync(card, OrganizationId, "4.99", Actor.Server, TestContext.Current.CancellationToken);
        Assert.Null(payAt);
        Assert.Equal("amount_usd", error!.Param);
        Assert.Empty(card.Orders);
    }

    [Fact]
    public async Task Start_ProviderDown_LeavesNothingToCredit()
    {
        var card = new CardDouble(Desk) { IsDown = true };
        await Assert.ThrowsAsync<HttpRequestException>(() => Desk.StartAsync(card, OrganizationId, "20", Actor.Server, TestContext.Current.CancellationToken));
        Assert.Equal("0", await AvailableAsync());
    }
}
