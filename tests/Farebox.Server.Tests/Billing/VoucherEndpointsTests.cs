using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Farebox.Contracts;
using Farebox.Contracts.Billing;
using Farebox.Kernel.Billing;
using Farebox.Server.Tests.Upstreams;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Billing;

public sealed class VoucherEndpointsTests : BillingFixture
{
    [Fact]
    public async Task Create_ShowsCodesOnceAndKeepsNone()
    {
        var batch = await MakeAsync(new { count = 3, amount_usd = 25, expires_in = 86_400, note = "fair" });
        Assert.Equal(("voucher.batch", 3), (batch.Object, batch.Data.Select(voucher => voucher.Code).Distinct().Count()));
        Assert.All(batch.Data, voucher =>
        {
            Assert.Equal(voucher.Code, VoucherCode.Normalize(voucher.Code));
            Assert.Equal(VoucherCode.Mask(voucher.Code), voucher.RedactedCode);
            Assert.Equal(("25", "active", "fair", batch.Id), (voucher.AmountUsd, voucher.Status, voucher.Note, voucher.BatchId));
            Assert.Equal((Clock.Seconds, Clock.Seconds + 86_400), (voucher.CreatedAt, voucher.ExpiresAt));
        });

        var listed = await Farebox.CallAsync(HttpMethod.Get, Vouchers);
        var shown = await Farebox.CallAsync(HttpMethod.Get, $"{Vouchers}/{batch.Data[0].Id}");
        Assert.Equivalent(batch.Data[0] with { Code = null }, shown.Read<Voucher>(), strict: true);
        foreach (var code in batch.Data.Select(voucher => voucher.Code!))
        {
            Assert.DoesNotContain(code, listed.Text + shown.Text, StringComparison.Ordinal);
            Assert.All(StoreFiles(), bytes => Assert.False(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(code)) >= 0));
        }
    }

    [Fact]
    public async Task Create_AcceptingCsv_IsCsv()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Vouchers)
        {
            Content = new StringContent("""{"count": 2, "amount_usd": "10.50", "expires_at": 1893456000, "note": "for \"you\", all"}"""),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        using var response = await Farebox.Admin.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.Equal("code,amount_usd,expires_at,id,batch_id,note", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.All(lines[1..3], line => Assert.Matches("^FBV-[-0-9A-Z]+,10.5,2030-01-01T00:00:00Z,voucher_[0-9A-Za-z]+,batch_[0-9A-Za-z]+,\"for \"\"you\"\", all\"$", line));
        foreach (var line in lines[1..3]) TestRecords.Secret(line.Split(',')[0]);
        Assert.Equal("10.5", (await Farebox.PostAsync<TopUp>(Redeem, new { code = lines[1].Split(',')[0] })).AmountUsd);
    }

    [Theory]
    [InlineData("""{"amount_usd": "10", "count": 0}""", ErrorCodes.InvalidValue, "count")]
    [InlineData("""{"amount_usd": "10", "count": 1001}""", ErrorCodes.InvalidValue, "count")]
    [InlineData("""{"count": 1}""", ErrorCodes.MissingParameter, "amount_usd")]
    [InlineData("""{"amount_usd": "4"}""", ErrorCodes.InvalidValue, "amount_usd")]
    [InlineData("""{"amount_usd": "10", "expires_at": 1780000000}""", ErrorCodes.InvalidValue, "expires_at")]
    [InlineData("""{"amount_usd": "10", "expires_at": 253402300800}""", ErrorCodes.InvalidValue, "expires_at")]
    [InlineData("""{"amount_usd": "10", "expires_in": 0}""", ErrorCodes.InvalidValue, "expires_in")]
    [InlineData("""{"amount_usd": "10", "expires_in": 9223372036854775807}""", ErrorCodes.InvalidValue, "expires_in")]
    [InlineData("""{"amount_usd": "10", "expires_in": 60, "expires_at": 1893456000}""", ErrorCodes.InvalidValue, "expires_in")]
    [InlineData("""{"amount_usd": "10", "note": "a\tb"}""", ErrorCodes.InvalidValue, "note")]
    public async Task Create_NotValid_IsRefusedByItsNameAndMakesNone(string body, string code, string param)
    {
        AssertRefused(await Farebox.CallAsync(HttpMethod.Post, Vouchers, body), HttpStatusCode.BadRequest, code, param);
        Assert.Empty((await Farebox.GetAsync<ListPage<Voucher>>(Vouchers)).Data);
    }

    [Fact]
    public async Task List_FiltersAndPages()
    {
        var old = await MakeAsync(new { count = 2, amount_usd = "10", expires_in = 60 });
        Clock.Advance(TimeSpan.FromSeconds(60));
        var batch = await MakeAsync(new { count = 5, amount_usd = "10" });
        await Farebox.PostAsync<TopUp>(Redeem, new { code = batch.Data[0].Code });
        await Farebox.PostAsync<Voucher>($"{Vouchers}/{batch.Data[1].Id}/revoke");

        async Task<List<string>> Ids(string query) => [.. (await Farebox.GetAsync<ListPage<Voucher>>($"{Vouchers}?{query}")).Data.Select(voucher => voucher.Id)];

        Assert.Equal([batch.Data[0].Id], await Ids("status=redeemed"));
        Assert.Equal([batch.Data[1].Id], await Ids("status=revoked"));
        Assert.Equal(old.Data.Select(voucher => voucher.Id).OrderDescending(StringComparer.Ordinal), await Ids("status=expired"));
        Assert.Equal(batch.Data.Skip(2).Select(voucher => voucher.Id).OrderDescending(StringComparer.Ordinal), await Ids("status=active"));
        Assert.Equal(5, (await Ids($"batch_id={batch.Id}")).Count);
        Assert.Empty(await Ids($"batch_id={batch.Id}&status=expired"));

        var all = await Ids("limit=100");
        Assert.Equal(7, all.Count);
        Assert.Equal(all[..3], await Ids("limit=3"));
        Assert.Equal(all[3..6], await Ids($"limit=3&after={all[2]}"));
        AssertRefused(await Farebox.CallAsync(HttpMethod.Get, Vouchers + "?status=new"), HttpStatusCode.BadRequest, ErrorCodes.InvalidValue, "status");
    }

    [Fact]
    public async Task Revoke_OnceOrTwice_IsForGood()
    {
        var voucher = await MakeOneAsync();
        var revoked = await Farebox.PostAsync<Voucher>($"{Vouchers}/{voucher.Id}/revoke");
        Assert.Equal(("revoked", Clock.Seconds), (revoked.Status, revoked.RevokedAt));
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equivalent(revoked, await Farebox.PostAsync<Voucher>($"{Vouchers}/{voucher.Id}/revoke"), strict: true);
    }

    [Fact]
    public async Task Revoke_RedeemedOrUnknown_IsRefused()
    {
        var voucher = await MakeOneAsync();
        await Farebox.PostAsync<TopUp>(Redeem, new { code = voucher.Code });
        AssertRefused(await Farebox.CallAsync(HttpMethod.Post, $"{Vouchers}/{voucher.Id}/revoke"), HttpStatusCode.Conflict, ErrorCodes.Conflict, "voucher");
        Assert.Equal("redeemed", (await Farebox.GetAsync<Voucher>($"{Vouchers}/{voucher.Id}")).Status);
        AssertRefused(await Farebox.CallAsync(HttpMethod.Post, $"{Vouchers}/voucher_0/revoke"), HttpStatusCode.NotFound, ErrorCodes.NotFound, null);
        AssertRefused(await Farebox.CallAsync(HttpMethod.Get, $"{Vouchers}/voucher_0"), HttpStatusCode.NotFound, ErrorCodes.NotFound, null);
    }

    [Fact]
    public async Task Vouchers_AreForOperatorsOnly()
    {
        var (_, admin) = await OtherOrganizationAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await admin.CallAsync(HttpMethod.Get, Vouchers)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await admin.CallAsync(HttpMethod.Post, Vouchers, new { amount_usd = "10" })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await admin.CallAsync(HttpMethod.Post, $"{Vouchers}/voucher_0/revoke")).Status);
    }

    private IEnumerable<byte[]> StoreFiles() => Directory.EnumerateFiles(Farebox.Options.Data, "farebox.db*").Select(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    });
}
