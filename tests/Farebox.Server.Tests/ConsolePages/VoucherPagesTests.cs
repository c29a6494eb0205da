using System.Text;
using System.Text.RegularExpressions;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>Vouchers in the console.</summary>
public sealed partial class VoucherPagesTests : OperatorTest
{
    private const string Vouchers = Operator + "/vouchers";

    [Fact]
    public async Task Vouchers_Issued_ShowTheirCodesOnce_AndCanBeRedeemed()
    {
        var page = await Browser.SendAsync(Vouchers + "/new", new() { ["amount"] = "5", ["count"] = "2", ["expires"] = "30", ["note"] = "<i>hello</i>" });
        var codes = Code().Matches(page.Html).Select(match => TestRecords.Secret(match.Value)).ToList();
        Assert.Equal(2, codes.Count);
        var csv = Encoding.UTF8.GetString(Convert.FromBase64String(Csv().Match(page.Html).Groups[1].Value));
        Assert.All(codes, code => Assert.Contains(code, csv, StringComparison.Ordinal));

        var list = await Browser.OpenAsync(Vouchers);
        Assert.All(codes, code => Assert.DoesNotContain(code, list.Html, StringComparison.Ordinal));
        Assert.DoesNotContain("<i>hello", list.Sent, StringComparison.Ordinal);
        await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/organization/vouchers/redeem", new { code = codes[0] });
        Assert.Contains(OrganizationId, (await Browser.OpenAsync(Vouchers + "?status=redeemed")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amount", "a lot")]
    [InlineData("amount", "-5")]
    [InlineData("count", "1001")]
    [InlineData("count", "some")]
    public async Task Vouchers_WronglyWishedFor_AreNotIssued(string field, string value)
    {
        var page = await Browser.SendAsync(Vouchers + "/new", new() { ["amount"] = "5", ["count"] = "1", [field] = value, });
        Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("No vouchers", (await Browser.OpenAsync(Vouchers)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Voucher_RevokedById_IsWorthNothing()
    {
        await Browser.SendAsync(Vouchers + "/new", new() { ["amount"] = "5", ["count"] = "1" });
        var revoke = Address(await Browser.OpenAsync(Vouchers), Vouchers + "/voucher_[^\"/]+/revoke");
        Assert.Contains("That is not the voucher", (await Browser.SendAsync(revoke, new() { ["name"] = "voucher_x" })).Html, StringComparison.Ordinal);
        Assert.Equal(Vouchers + "?done=voucher-revoked", (await Browser.SendAsync(revoke, new() { ["name"] = revoke.Split('/')[^2] })).Location);
        Assert.Contains("bg-secondary-lt", (await Browser.OpenAsync(Vouchers)).Html, StringComparison.Ordinal);
    }

    [GeneratedRegex("FBV-[0-9A-Z-]{10,}")]
    private static partial Regex Code();

    [GeneratedRegex("data:text/csv;charset=utf-8;base64,([^\"]+)\"")]
    private static partial Regex Csv();
}
