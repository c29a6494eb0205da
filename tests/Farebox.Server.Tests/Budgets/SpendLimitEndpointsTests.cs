using Farebox.Server.Tests.Credentials;

namespace Farebox.Server.Tests.Budgets;

/// <summary>OpenAI's shape of the monthly budget in USD.</summary>
public sealed class SpendLimitEndpointsTests : BudgetTest
{
    private string[] Paths => ["/v1/organization/spend_limit", $"/v1/organization/projects/{Farebox.ProjectId}/spend_limit"];

    [Fact]
    public async Task SetShowDelete_AreThoseOfTheMonthlyBudget()
    {
        foreach (var (path, kind, budgets) in new[] { (Paths[0], "organization", OfOrganization), (Paths[1], "project", OfProject) })
        {
            await Admin.Get(path).ExpectError(404, "not_found");
            var set = await Admin.Post(path, new { threshold_amount = 2550, currency = "USD", interval = "month" }).Expect(200);
            Assert.Equal(
                $$$"""{"object":"{{{kind}}}.spend_limit","threshold_amount":2550,"currency":"USD","interval":"month","enforcement":{"status":"inactive"}}""",
                set.Text);
            Assert.Equal(set.Text, (await Admin.Get(path).Expect(200)).Text);
            var budget = (await Admin.Get(budgets).Expect(200)).Data.Single();
            Assert.Equal(("25.5", "month"), (budget.GetProperty("limit").GetString(), budget.GetProperty("period").GetString()));

            await Admin.Post(path, new { threshold_amount = 1, currency = "USD", interval = "month" }).Expect(200);
            Assert.Equal("0.01", (await Admin.Get(budgets).Expect(200)).Data.Single().GetProperty("limit").GetString());
            Assert.Equal($$"""{"object":"{{kind}}.spend_limit.deleted","deleted":true}""", (await Admin.Delete(path).Expect(200)).Text);
            Assert.Empty((await Admin.Get(budgets).Expect(200)).Data);
            await Admin.Delete(path).ExpectError(404, "not_found");
        }
    }

    [Fact]
    public async Task Enforcement_BeginsWhenNothingIsLeft()
    {
        var (key, _) = await NewKeyAsync();
        await Admin.Post(Paths[1], new { threshold_amount = 100, currency = "USD", interval = "month" }).Expect(200);
        Assert.Null(await CallAsync(key, "1"));
        Assert.Equal("enforcing", (await Admin.Get(Paths[1]).Expect(200)).Body.GetProperty("enforcement").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Set_BadMember_Is400AndNamesIt()
    {
        (string Body, string Code, string Param)[] cases =
        [
            ("""{"currency":"USD","interval":"month"}""", "missing_required_parameter", "threshold_amount"),
            ("""{"threshold_amount":1,"interval":"month"}""", "missing_required_parameter", "currency"),
            ("""{"threshold_amount":1,"currency":"USD"}""", "missing_required_parameter", "interval"),
            ("""{"threshold_amount":0,"currency":"USD","interval":"month"}""", "invalid_value", "threshold_amount"),
            ("""{"threshold_amount":9223372036854775807,"currency":"USD","interval":"month"}""", "invalid_value", "threshold_amount"),
            ("""{"threshold_amount":1,"currency":"EUR","interval":"month"}""", "invalid_value", "currency"),
            ("""{"threshold_amount":1,"currency":"USD","interval":"day"}""", "invalid_value", "interval"),
        ];
        foreach (var (body, code, param) in cases)
        {
            foreach (var path in Paths) await Admin.PostText(path, body).ExpectError(400, code, param);
        }
    }

    [Fact]
    public async Task ForeignProject_Is404()
    {
        var (_, _, other) = await NewOrganizationAsync();
        await other.Get(Paths[1]).ExpectError(404, "not_found");
        await other.Post(Paths[1], new { threshold_amount = 1, currency = "USD", interval = "month" }).ExpectError(404, "not_found");
        await other.Delete(Paths[1]).ExpectError(404, "not_found");
    }
}
