using Farebox.Contracts.Billing;
using Farebox.Kernel.Money;
using Farebox.Server.Billing;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Upstreams;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Billing;

/// <summary>What decides in the end, in the transaction that credits: whoever looked before may have looked too early.</summary>
public sealed class ClaimTests : BillingFixture
{
    [Fact]
    public async Task Claim_OfAVoucher_IsGivenOnceAndBeforeItsEnd()
    {
        var batch = await MakeAsync(new { count = 2, amount_usd = "10", expires_in = 60 });
        var endMs = (Clock.Seconds + 60) * 1000;

        Assert.False(await ClaimAsync(batch.Data[0], endMs));
        Assert.True(await ClaimAsync(batch.Data[0], endMs - 1));
        Assert.False(await ClaimAsync(batch.Data[0], endMs - 1));
        await Farebox.PostAsync<Voucher>($"{Vouchers}/{batch.Data[1].Id}/revoke");
        Assert.False(await ClaimAsync(batch.Data[1], endMs - 1));
    }

    [Fact]
    public async Task Claim_OfWhatWasCreditedBefore_IsUndone()
    {
        var voucher = await MakeOneAsync();
        var topUps = Farebox.Services.GetRequiredService<TopUps>();
        var wish = new TopUpWish(OrganizationId, TopUpSources.Voucher, NanoUsd.Parse("10"), voucher.Id);
        Assert.NotNull(await topUps.AddAsync(wish, Actor.Server));

        await Assert.ThrowsAsync<InvalidOperationException>(() => topUps.AddAsync(
            wish, Actor.Server, connection => VoucherStore.Claim(connection, voucher.Id, OrganizationId, Clock.Seconds * 1000)));

        Assert.Equal("10", await AvailableAsync());
        Assert.Equal("active", (await Farebox.GetAsync<Voucher>($"{Vouchers}/{voucher.Id}")).Status);
    }

    private Task<bool> ClaimAsync(Voucher voucher, long nowMs) => Farebox.Services.GetRequiredService<Database>()
        .WriteAsync(Actor.Server, (connection, trail) =>
        {
            var claimed = VoucherStore.Claim(connection, voucher.Id, OrganizationId, nowMs);
            if (claimed) trail.Add(TestAudit.Entry);
            return claimed;
        });
}
