using System.Net;
using Farebox.Contracts;
using Farebox.Contracts.Billing;
using Farebox.Kernel.Billing;
using Farebox.Server.Tests.Upstreams;

namespace Farebox.Server.Tests.Billing;

public sealed class RedeemTests : BillingFixture
{
    private Task<ApiAnswer> RedeemAsync(string? code, HttpClient? client = null) =>
        (client ?? Farebox.Admin).CallAsync(HttpMethod.Post, Redeem, new { code });

    [Fact]
    public async Task Redeem_ACode_AddsItsAmount()
    {
        var voucher = await MakeOneAsync(new { amount_usd = "12.5", note = "welcome" });
        var topUp = (await RedeemAsync(voucher.Code)).Read<TopUp>();
        Assert.Equal(("voucher", "12.5", voucher.Id, "welcome", OrganizationId), (topUp.Source, topUp.AmountUsd, topUp.Reference, topUp.Note, topUp.OrganizationId));
        Assert.Equal("12.5", await AvailableAsync());
        var shown = await Farebox.GetAsync<Voucher>($"{Vouchers}/{voucher.Id}");
        Assert.Equal(("redeemed", Clock.Seconds, OrganizationId), (shown.Status, shown.RedeemedAt, shown.RedeemedBy));
    }

    [Fact]
    public async Task Redeem_AsSomebodyTypedIt_Works()
    {
        var voucher = await MakeOneAsync();
        (await RedeemAsync($" {voucher.Code!.ToLowerInvariant().Replace('-', ' ')} ")).Read<TopUp>();
        Assert.Equal("10", await AvailableAsync());
    }

    [Fact]
    public async Task Redeem_FiftyAtOnce_ExactlyOneWins()
    {
        var voucher = await MakeOneAsync();
        var (_, other) = await OtherOrganizationAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => RedeemAsync(voucher.Code, i % 2 == 0 ? null : other)));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer =>
            AssertRefused(answer, HttpStatusCode.Conflict, ErrorCodes.VoucherRedeemed, "code"));
        var theirs = (await other.CallAsync(HttpMethod.Get, Balance)).Read<CreditBalance>().AvailableUsd;
        Assert.Equal(["0", "10"], new[] { await AvailableAsync(), theirs }.Order());
    }

    [Fact]
    public async Task Redeem_AgainByTheSameOrAnother_SaysWhatEachMayKnow()
    {
        var voucher = await MakeOneAsync();
        await RedeemAsync(voucher.Code);
        var own = await RedeemAsync(voucher.Code);
        AssertRefused(own, HttpStatusCode.Conflict, ErrorCodes.VoucherRedeemed, "code");
        Assert.Contains("Your organization", own.Error.Message, StringComparison.Ordinal);

        var (_, other) = await OtherOrganizationAsync();
        var theirs = await RedeemAsync(voucher.Code, other);
        AssertRefused(theirs, HttpStatusCode.Conflict, ErrorCodes.VoucherRedeemed, "code");
        Assert.DoesNotContain(OrganizationId, theirs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Your organization", theirs.Error.Message, StringComparison.Ordinal);
        Assert.Equal("10", await AvailableAsync());
    }

    [Fact]
    public async Task Redeem_ExpiredOrRevoked_AddsNothing()
    {
        var batch = await MakeAsync(new { count = 2, amount_usd = "10", expires_in = 60 });
        var revoked = await MakeOneAsync();
        await Farebox.PostAsync<Voucher>($"{Vouchers}/{revoked.Id}/revoke");
        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(HttpStatusCode.OK, (await RedeemAsync(batch.Data[0].Code)).Status);
        Clock.Advance(TimeSpan.FromSeconds(1));
        AssertRefused(await RedeemAsync(batch.Data[1].Code), HttpStatusCode.Conflict, ErrorCodes.VoucherExpired, "code");
        AssertRefused(await RedeemAsync(revoked.Code), HttpStatusCode.Conflict, ErrorCodes.VoucherRevoked, "code");
        Assert.Equal("10", await AvailableAsync());
    }

    [Fact]
    public async Task Redeem_RevokedMeanwhile_IsOneOrTheOther()
    {
        var batch = await MakeAsync(new { count = 20, amount_usd = "10" });
        var redeemed = 0;
        foreach (var voucher in batch.Data)
        {
            var results = await Task.WhenAll(RedeemAsync(voucher.Code), Farebox.CallAsync(HttpMethod.Post, $"{Vouchers}/{voucher.Id}/revoke"));
            Assert.Single(results, result => result.Status == HttpStatusCode.OK);
            if (results[0].Status == HttpStatusCode.OK) redeemed++;
        }

        Assert.Equal((redeemed * 10).ToString(System.Globalization.CultureInfo.InvariantCulture), await AvailableAsync());
    }

    [Fact]
    public async Task Redeem_NotACode_IsToldApartFromAnUnknownOne()
    {
        AssertRefused(await RedeemAsync(null), HttpStatusCode.BadRequest, ErrorCodes.MissingParameter, "code");
        AssertRefused(await RedeemAsync("FBV-00000-00000-00000-00000-00000"), HttpStatusCode.BadRequest, ErrorCodes.InvalidValue, "code");
        var unknown = await RedeemAsync(VoucherCode.Create());
        AssertRefused(unknown, HttpStatusCode.NotFound, ErrorCodes.VoucherNotFound, "code");
        Assert.Equal(unknown.Error.Message, (await RedeemAsync(VoucherCode.Create())).Error.Message);
    }

    [Fact]
    public async Task Redeem_ManyUnknownCodes_HasToWait()
    {
        var voucher = await MakeOneAsync();
        for (var i = 0; i < 10; i++) Assert.Equal(HttpStatusCode.NotFound, (await RedeemAsync(VoucherCode.Create())).Status);
        var refused = await RedeemAsync(voucher.Code);
        AssertRefused(refused, HttpStatusCode.TooManyRequests, ErrorCodes.RateLimitExceeded, null);

        var (_, other) = await OtherOrganizationAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await RedeemAsync(VoucherCode.Create(), other)).Status);
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.OK, (await RedeemAsync(voucher.Code)).Status);
    }

    [Fact]
    public async Task Redeem_NeedsBillingWrite()
    {
        var voucher = await MakeOneAsync();
        using var key = Farebox.With(await Farebox.NewKeyAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await RedeemAsync(voucher.Code, key)).Status);
        var (_, admin) = await OtherOrganizationAsync();
        Assert.Equal(HttpStatusCode.OK, (await RedeemAsync(voucher.Code, admin)).Status);
    }
}
