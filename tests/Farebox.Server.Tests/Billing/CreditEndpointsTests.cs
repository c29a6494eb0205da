using System.Net;
using Farebox.Contracts;
using Farebox.Contracts.Billing;
using Farebox.Server.Tests.Upstreams;

namespace Farebox.Server.Tests.Billing;

public sealed class CreditEndpointsTests : BillingFixture
{
    [Fact]
    public async Task Balance_OfANewOrganization_IsZero()
    {
        var balance = await Farebox.GetAsync<CreditBalance>(Balance);
        Assert.Equivalent(
            new CreditBalance { OrganizationId = OrganizationId, PostedUsd = "0", ReservedUsd = "0", AvailableUsd = "0" }, balance, strict: true);
    }

    [Fact]
    public async Task Grant_IsInTheBalanceWhenItsAnswerArrives()
    {
        var added = await Farebox.PostAsync<TopUp>(Grants, new { amount_usd = "12.500000001", note = "November" });
        Assert.Equal(("grant", "12.500000001", null, "November", Clock.Seconds), (added.Source, added.AmountUsd, added.Reference, added.Note, added.CreatedAt));
        await Farebox.PostAsync<TopUp>(Grants, new { amount_usd = "7" });
        var balance = await Farebox.GetAsync<CreditBalance>(Balance);
        Assert.Equal(("19.500000001", "0", "19.500000001"), (balance.PostedUsd, balance.ReservedUsd, balance.AvailableUsd));
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("1000000", "1000000")]
    [InlineData("9007199254740.0", null)]
    [InlineData("12.345678901", "12.345678901")]
    [InlineData("1e3", null)]
    public async Task Grant_Number_IsReadDigitByDigit(string number, string? read)
    {
        var answer = await Farebox.CallAsync(HttpMethod.Post, Grants, $$"""{"amount_usd": {{number}}}""");
        if (read is null) AssertRefused(answer, HttpStatusCode.BadRequest, ErrorCodes.InvalidValue, "amount_usd");
        else Assert.Equal(read, answer.Read<TopUp>().AmountUsd);
        Assert.Equal(read ?? "0", await AvailableAsync());
    }

    [Theory]
    [InlineData("{}", ErrorCodes.MissingParameter, "amount_usd")]
    [InlineData("""{"amount_usd": null}""", ErrorCodes.MissingParameter, "amount_usd")]
    [InlineData("""{"amount_usd": true}""", ErrorCodes.InvalidType, "amount_usd")]
    [InlineData("""{"amount_usd": "five"}""", ErrorCodes.InvalidValue, "amount_usd")]
    [InlineData("""{"amount_usd": "5.0000000001"}""", ErrorCodes.InvalidValue, "amount_usd")]
    [InlineData("""{"amount_usd": "-5"}""", ErrorCodes.InvalidValue, "amount_usd")]
    [InlineData("""{"amount_usd": "0"}""", ErrorCodes.InvalidValue, "amount_usd")]
    [InlineData("""{"amount_usd": "4.999999999"}""", ErrorCodes.InvalidValue, "amount_usd")]
    [InlineData("""{"amount_usd": "1000000.1"}""", ErrorCodes.InvalidValue, "amount_usd")]
    [InlineData("""{"amount_usd": "5", "note": "a\nb"}""", ErrorCodes.InvalidValue, "note")]
    [InlineData("""{"amount_usd": "5", "reference": "a b"}""", ErrorCodes.InvalidValue, "reference")]
    [InlineData("""{"amount_usd": "5", "reference": ""}""", ErrorCodes.InvalidValue, "reference")]
    [InlineData("""{"amount_usd": "5", "id": "x"}""", ErrorCodes.UnknownParameter, "id")]
    public async Task Grant_NotValid_IsRefusedByItsName(string body, string code, string param)
    {
        AssertRefused(await Farebox.CallAsync(HttpMethod.Post, Grants, body), HttpStatusCode.BadRequest, code, param);
        Assert.Equal("0", await AvailableAsync());
    }

    [Fact]
    public async Task Grant_SmallestAmount_IsAnOption()
    {
        Farebox.Options.MinTopupUsd = 0;
        Assert.Equal("0.000000001", (await Farebox.PostAsync<TopUp>(Grants, new { amount_usd = "0.000000001" })).AmountUsd);
        AssertRefused(await Farebox.CallAsync(HttpMethod.Post, Grants, new { amount_usd = "0" }), HttpStatusCode.BadRequest, ErrorCodes.InvalidValue, "amount_usd");
        Farebox.Options.MinTopupUsd = 20;
        AssertRefused(await Farebox.CallAsync(HttpMethod.Post, Grants, new { amount_usd = "19" }), HttpStatusCode.BadRequest, ErrorCodes.InvalidValue, "amount_usd");
    }

    [Fact]
    public async Task Grant_SameReference_AddsOnce()
    {
        var body = new { amount_usd = "10", reference = "invoice-1", note = "first" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Farebox.PostAsync<TopUp>(Grants, body)));
        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        Assert.Equal("10", await AvailableAsync());
        AssertRefused(
            await Farebox.CallAsync(HttpMethod.Post, Grants, body with { amount_usd = "11" }), HttpStatusCode.Conflict, ErrorCodes.Conflict, "reference");
        Assert.Equal("10", await AvailableAsync());
    }

    [Fact]
    public async Task Grant_SameReferenceForAnotherOrganization_IsAnotherGrant()
    {
        var (id, other) = await OtherOrganizationAsync();
        await Farebox.PostAsync<TopUp>(Grants, new { amount_usd = "10", reference = "2026-11" });
        using var operators = Farebox.With(Farebox.Options.AdminKey);
        operators.DefaultRequestHeaders.Add("OpenAI-Organization", id);
        (await operators.CallAsync(HttpMethod.Post, Grants, new { amount_usd = "20", reference = "2026-11" })).Read<TopUp>();
        Assert.Equal("10", await AvailableAsync());
        Assert.Equal("20", (await other.CallAsync(HttpMethod.Get, Balance)).Read<CreditBalance>().AvailableUsd);
        Assert.Equal("20", (await other.CallAsync(HttpMethod.Get, TopUpsPath)).Read<ListPage<TopUp>>().Data.Single().AmountUsd);
    }

    [Fact]
    public async Task TopUps_Pages_HoldEachOnceNewestFirst()
    {
        for (var i = 0; i < 5; i++)
        {
            await Farebox.PostAsync<TopUp>(Grants, new { amount_usd = (10 + i).ToString(System.Globalization.CultureInfo.InvariantCulture), note = $"n{i}" });
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var voucher = await MakeOneAsync(new { amount_usd = "50", note = "welcome" });
        await Farebox.PostAsync<TopUp>(Redeem, new { code = voucher.Code });
        var seen = new List<TopUp>();
        string? after = null;
        for (var more = true; more;)
        {
            var page = await Farebox.GetAsync<ListPage<TopUp>>($"{TopUpsPath}?limit=2" + (after is null ? "" : $"&after={after}"));
            seen.AddRange(page.Data);
            (after, more) = (page.LastId, page.HasMore);
        }

        Assert.Equal(
            [("voucher", "50", voucher.Id, "welcome"), ("grant", "14", null, "n4"), ("grant", "13", null, "n3"), ("grant", "12", null, "n2"), ("grant", "11", null, "n1"), ("grant", "10", null, "n0")],
            seen.Select(topUp => (topUp.Source, topUp.AmountUsd, topUp.Reference, topUp.Note!)));
        AssertRefused(await Farebox.CallAsync(HttpMethod.Get, TopUpsPath + "?after=nothing"), HttpStatusCode.BadRequest, ErrorCodes.InvalidValue, "after");
    }

    [Fact]
    public async Task Credit_IsReadWithBillingReadAndGrantedByOperatorsOnly()
    {
        var (_, admin) = await OtherOrganizationAsync();
        Assert.Equal(HttpStatusCode.OK, (await admin.CallAsync(HttpMethod.Get, Balance)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await admin.CallAsync(HttpMethod.Post, Grants, new { amount_usd = "10" })).Status);

        using var reader = Farebox.With(await Farebox.NewKeyAsync(new { name = "r", permissions = "restricted", scopes = new[] { "billing.read" } }));
        Assert.Equal(OrganizationId, (await reader.CallAsync(HttpMethod.Get, Balance)).Read<CreditBalance>().OrganizationId);
        Assert.Equal(HttpStatusCode.OK, (await reader.CallAsync(HttpMethod.Get, TopUpsPath)).Status);
        using var other = Farebox.With(await Farebox.NewKeyAsync(new { name = "o", permissions = "restricted", scopes = new[] { "usage.read" } }));
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.CallAsync(HttpMethod.Get, Balance)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.CallAsync(HttpMethod.Get, TopUpsPath)).Status);
    }
}
