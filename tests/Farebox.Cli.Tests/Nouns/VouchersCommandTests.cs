namespace Farebox.Cli.Tests.Nouns;

public sealed class VouchersCommandTests
{
    private const string Code = "FBV-00000-11111-22222-33333-44444";

    private const string TopUp = """
        {"object":"organization.top_up","id":"topup_1","organization_id":"org_1","source":"voucher","amount_usd":"10","reference":"voucher_1","note":null,"created_at":1780000000}
        """;

    private static readonly string Batch = $$"""{"object":"voucher.batch","id":"batch_1","data":[{{Voucher($"\"code\":\"{Code}\",")}}]}""";

    private static string Voucher(string code = "") => $$"""
        {"object":"voucher","id":"voucher_1","batch_id":"batch_1","redacted_code":"FBV-…4444",{{code}}"amount_usd":"10","status":"active",
        "note":"a, b","created_at":1780000000,"expires_at":1893456000,"revoked_at":null,"redeemed_at":null,"redeemed_by":null}
        """;

    [Fact]
    public async Task Create_ShowsCodesAndSaysThatItIsOnce()
    {
        await using var api = await FakeApi.StartAsync(("POST /system/vouchers", 200, Batch));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("vouchers", "create", "10", "--count", "1", "--expires-in", "90d", "--note", "a, b", "--base-url", api.BaseUrl));
        Assert.Equal("""{"count":1,"amount_usd":"10","expires_in":7776000,"note":"a, b"}""", api.Requests.Single().Body);
        Assert.Matches($"{Code} +10 +2030-01-01 00:00:00Z +voucher_1", run.Out);
        Assert.Contains("only time", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_Csv_IsNothingButCsv()
    {
        await using var api = await FakeApi.StartAsync(("POST /system/vouchers", 200, Batch));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("vouchers", "create", "10", "--csv", "--base-url", api.BaseUrl));
        Assert.Equal(
            $"code,amount_usd,expires_at,id,batch_id,note\r\n{Code},10,2030-01-01T00:00:00Z,voucher_1,batch_1,\"a, b\"\r\n", run.Out);
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(1)", "'@SUM(1)")]
    [InlineData("a=1", "a=1")]
    public void Csv_HasNoNote_ThatASpreadsheetTakesForAFormula(string note, string cell)
    {
        var voucher = new Contracts.Billing.Voucher
        {
            Id = "voucher_1", BatchId = "batch_1", RedactedCode = "FBV-…4444", AmountUsd = "10", Status = "active", CreatedAt = 1, Note = note,
        };

        Assert.EndsWith($",\"{cell}\"\r\n", Contracts.Billing.VoucherCsv.Write([voucher]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vouchers", "create")]
    [InlineData("vouchers", "create", "10", "--csv", "--json")]
    [InlineData("vouchers", "create", "10", "--count", "many")]
    [InlineData("vouchers", "create", "10", "--expires-in", "soon")]
    [InlineData("vouchers", "list", "--status", "new")]
    [InlineData("vouchers", "redeem")]
    public async Task Line_NotToBeUnderstood_SendsNothing(params string[] line)
    {
        await using var api = await FakeApi.StartAsync();
        using var run = Admin();
        Assert.Equal(2, await run.RunAsync([.. line, "--base-url", api.BaseUrl]));
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task List_AsksForThoseInAState()
    {
        await using var api = await FakeApi.StartAsync(
            ("GET /system/vouchers", 200, $$"""{"object":"list","data":[{{Voucher()}}],"first_id":"a","last_id":"a","has_more":false}"""));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("vouchers", "list", "--status", "active", "--batch", "batch_1", "--limit", "5", "--base-url", api.BaseUrl));
        Assert.Equal("?batch_id=batch_1&status=active&limit=5", api.Requests.Single().Query);
        Assert.Matches("voucher_1 +FBV-…4444 +10 +active", run.Out);
    }

    [Fact]
    public async Task Revoke_NamesTheVoucher()
    {
        await using var api = await FakeApi.StartAsync(("POST /system/vouchers/voucher_1/revoke", 200, Voucher()));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("vouchers", "revoke", "voucher_1", "--base-url", api.BaseUrl));
        Assert.Contains("voucher_1", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Code, "")]
    [InlineData("-", "\n  " + Code + " \n")]
    public async Task Redeem_TakesTheCodeFromTheLineOrFromStandardInput(string argument, string input)
    {
        await using var api = await FakeApi.StartAsync(("POST /organization/vouchers/redeem", 200, TopUp));
        using var run = Admin();
        run.In = new StringReader(input);
        Assert.Equal(0, await run.RunAsync("vouchers", "redeem", argument, "--json", "--base-url", api.BaseUrl));
        Assert.Equal($$"""{"code":"{{Code}}"}""", api.Requests.Single().Body);
        Assert.Equal(TopUp.Trim(), run.Out.Trim());
    }

    [Fact]
    public async Task Redeem_NothingOnStandardInput_SendsNothing()
    {
        await using var api = await FakeApi.StartAsync();
        using var run = Admin();
        Assert.Equal(2, await run.RunAsync("vouchers", "redeem", "-", "--base-url", api.BaseUrl));
        Assert.Contains("no voucher code", run.Error, StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task Redeem_TooManyUnknownCodes_HasTheStatusOfALimit()
    {
        await using var api = await FakeApi.StartAsync(
            ("POST /organization/vouchers/redeem", 429, FakeApi.Error("Too many unknown voucher codes.", "rate_limit_exceeded", "requests")));
        using var run = Admin();
        Assert.Equal(5, await run.RunAsync("vouchers", "redeem", Code, "--base-url", api.BaseUrl));
    }

    private static CliRun Admin() => new() { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
}
