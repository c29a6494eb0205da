using System.Net;
using System.Text.RegularExpressions;
using Farebox.Kernel.Money;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.ConsolePages;

public sealed partial class BillingPagesTests : OrganizationPagesFixture
{
    [Fact]
    public async Task Voucher_Redeemed_IsInTheBalanceAndTheHistory_Once()
    {
        var batch = await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/system/vouchers", new { amount_usd = "12.50", note = "<script>x</script>" });
        var code = TestRecords.Secret(batch.GetProperty("data")[0].GetProperty("code").GetString()!);
        var sent = await SendAsync("billing/add", new() { ["code"] = code }, "billing/redeem");
        Assert.EndsWith("billing?done=redeemed", sent.Location, StringComparison.Ordinal);
        Assert.Equal(NanoUsd.Parse("12.5"), (await Farebox.BalanceAsync()).Balance);

        var page = await OpenAsync("billing?done=redeemed");
        Assert.Contains("$12.50", page.Html, StringComparison.Ordinal);
        Assert.Contains("The voucher is redeemed", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>x", page.Sent, StringComparison.Ordinal);

        var again = await SendAsync("billing/add", new() { ["code"] = code }, "billing/redeem");
        Assert.Contains("has redeemed this voucher already", again.Html, StringComparison.Ordinal);
        var other = await SendAsync("billing/add", new() { ["code"] = "FBV-AAAAA" }, "billing/redeem");
        Assert.Contains("This is not a voucher's code", other.Html, StringComparison.Ordinal);
        Assert.Equal(NanoUsd.Parse("12.5"), (await Farebox.BalanceAsync()).Balance);
    }

    [Fact]
    public async Task Grant_SentTwice_IsGivenOnce_AndAWrongAmountNotAtAll()
    {
        var form = new Dictionary<string, string> { ["amount"] = "5", ["note"] = "hello", ["reference"] = "console-1" };
        Assert.EndsWith("done=granted", (await SendAsync("billing/add", form, "billing/grant")).Location, StringComparison.Ordinal);
        Assert.EndsWith("done=granted", (await SendAsync("billing/add", form, "billing/grant")).Location, StringComparison.Ordinal);
        Assert.Equal(NanoUsd.Parse("5"), (await Farebox.BalanceAsync()).Balance);

        var refused = await SendAsync("billing/add", new() { ["amount"] = "much", ["reference"] = "console-2" }, "billing/grant");
        Assert.Contains("role=\"alert\"", refused.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"much\"", refused.Html, StringComparison.Ordinal);
        Assert.Equal(NanoUsd.Parse("5"), (await Farebox.BalanceAsync()).Balance);
    }

    [Fact]
    public async Task Grant_ByWhoIsNoOperator_IsNotOfferedAndRefused()
    {
        await BecomeAsync("billing");
        Assert.DoesNotContain("name=\"amount\"", (await OpenAsync("billing/add")).Html, StringComparison.Ordinal);
        var refused = await SendAsync("billing/add", new() { ["amount"] = "5", ["reference"] = "console-1" }, "billing/grant");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal(NanoUsd.Zero, (await Farebox.BalanceAsync()).Balance);
    }

    [Fact]
    public async Task Budgets_OfOrganizationAndProject_AreCreatedChangedAndRemoved()
    {
        foreach (var project in new[] { "", Farebox.ProjectId })
        {
            var query = project.Length == 0 ? "" : "?project=" + project;
            Dictionary<string, string> With(params (string Name, string Value)[] fields) =>
                fields.Append(("project", project)).ToDictionary(field => field.Item1, field => field.Item2);

            var made = await SendAsync("billing/budgets" + query, With(("period", "day"), ("unit", "usd"), ("limit", "7.25")), "billing/budgets");
            Assert.Contains("done=budget-created", made.Location, StringComparison.Ordinal);
            var list = await OpenAsync("billing/budgets" + query);
            Assert.Contains("$7.25", list.Html, StringComparison.Ordinal);
            var budget = Budget().Match(list.Html).Groups[1].Value;

            var taken = await SendAsync("billing/budgets" + query, With(("period", "day"), ("unit", "usd"), ("limit", "8")), "billing/budgets");
            Assert.Contains("role=\"alert\"", taken.Html, StringComparison.Ordinal);

            var one = $"billing/budgets/{budget}";
            Assert.Contains("done=budget-changed", (await SendAsync(one + query, With(("unit", "usd"), ("limit", "9")), one)).Location, StringComparison.Ordinal);
            Assert.Contains("$9.00", (await OpenAsync("billing/budgets" + query)).Html, StringComparison.Ordinal);

            var kept = await SendAsync(one + query, With(("name", "another name")), one + "/remove");
            Assert.Contains("That is not the name", kept.Html, StringComparison.Ordinal);
            Assert.Contains("done=budget-removed", (await SendAsync(one + query, With(("name", "default")), one + "/remove")).Location, StringComparison.Ordinal);
            Assert.DoesNotContain(budget, (await OpenAsync("billing/budgets" + query)).Html, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await OpenAsync(one + query)).Status);
        }
    }

    [Fact]
    public async Task BudgetOfANewKey_IsOfferedToWhoMayHaveIt()
    {
        Assert.Contains("name=\"budget\"", (await OpenAsync("api-keys/new")).Html, StringComparison.Ordinal);
        await BecomeAsync("member");
        var page = await OpenAsync("api-keys/new");
        Assert.Contains("name=\"models\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"budget\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_ForAViewer_OfferNothingToChange_AndForAMemberAreForbidden()
    {
        await BecomeAsync("viewer");
        var page = await OpenAsync("billing");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("billing/add", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("method=\"post\" action=\"" + Root, (await OpenAsync("billing/budgets")).Html, StringComparison.Ordinal);
        await BecomeAsync("member");
        Assert.Equal(HttpStatusCode.Forbidden, (await OpenAsync("billing")).Status);
    }

    [Fact]
    public async Task Prices_AreThoseOfTheApi_AndCanBeSearched()
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", input = "0.15", output = "0.6" });
        var page = await OpenAsync("prices");
        Assert.Contains("gpt-4o-mini", page.Html, StringComparison.Ordinal);
        Assert.Contains("$0.15", page.Html, StringComparison.Ordinal);
        Assert.Contains("US$0.60", (await OpenAsync("prices?lang=zh-CN")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("$0.15", (await OpenAsync("prices?lang=en&q=eliza")).Html, StringComparison.Ordinal);
        foreach (var role in new[] { "member", "billing", "viewer" })
        {
            await BecomeAsync(role);
            Assert.Equal(HttpStatusCode.OK, (await OpenAsync("prices")).Status);
        }
    }

    [GeneratedRegex("billing/budgets/(budget_[0-9A-Za-z]+)")]
    private static partial Regex Budget();
}
