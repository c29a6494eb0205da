using System.Text.Json;
using Farebox.Kernel.Money;
using Farebox.Server.Tests.Credentials;

namespace Farebox.Server.Tests.Budgets;

public sealed class BudgetEndpointsTests : BudgetTest
{
    [Fact]
    public async Task Create_ShowsAllOfTheLimitLeftUntilThePeriodEnds()
    {
        var (_, keyId) = await NewKeyAsync();
        foreach (var (path, level, project, key) in new[]
        {
            (OfOrganization, "organization", null, null), (OfProject, "project", Farebox.ProjectId, null), (OfKey(keyId), "key", Farebox.ProjectId, keyId),
        })
        {
            var made = await Admin.Post(path, new { max_spend_usd = "25.50", period = "month" }).Expect(200);
            Assert.StartsWith("budget_", made.String("id"), StringComparison.Ordinal);
            Assert.Equal(("organization.budget", level, "usd", "month"), (made.String("object"), made.String("level"), made.String("unit"), made.String("period")));
            Assert.Equal((project, key, null), (made.Body.GetProperty("project_id").GetString(), made.Body.GetProperty("key_id").GetString(), made.Body.GetProperty("token_id").GetString()));
            Assert.Equal(("25.5", "0", "0", "25.5"), (made.String("limit"), made.String("spent"), made.String("reserved"), made.String("left")));
            Assert.InRange(Clock.Seconds, made.Number("period_starts_at"), made.Number("period_ends_at") - 1);
            Assert.Equal(made.Text, (await Admin.Get($"{path}/{made.String("id")}").Expect(200)).Text);
        }
    }

    [Fact]
    public async Task Create_RequestsForLife_HaveNoPeriod()
    {
        var made = await Admin.Post(OfProject, new { max_requests = 100, period = "life" }).Expect(200);
        Assert.Equal(("requests", "life", "100"), (made.String("unit"), made.String("period"), made.String("limit")));
        Assert.Equal(JsonValueKind.Null, made.Body.GetProperty("period_ends_at").ValueKind);
    }

    [Theory]
    [InlineData("\"0.50\"", "0.5")]
    [InlineData("25", "25")]
    [InlineData("0.1", "0.1")]
    [InlineData("9223372036.854775807", "9223372036.854775807")] // More digits than a double has.
    public async Task Create_Usd_IsReadDigitByDigit(string json, string limit) =>
        Assert.Equal(limit, (await Admin.PostText(OfProject, $$"""{"max_spend_usd":{{json}},"period":"day"}""").Expect(200)).String("limit"));

    [Fact]
    public async Task Create_BadMember_Is400AndNamesIt()
    {
        (string Body, string Code, string Param)[] cases =
        [
            ("""{"period":"day"}""", "missing_required_parameter", "max_spend_usd"),
            ("""{"max_spend_usd":"1"}""", "missing_required_parameter", "period"),
            ("""{"max_spend_usd":"1","period":"week"}""", "invalid_value", "period"),
            ("""{"max_spend_usd":"0","period":"day"}""", "invalid_value", "max_spend_usd"),
            ("""{"max_spend_usd":"-1","period":"day"}""", "invalid_value", "max_spend_usd"),
            ("""{"max_spend_usd":"1.0000000001","period":"day"}""", "invalid_value", "max_spend_usd"),
            ("""{"max_spend_usd":9223372036.854775808,"period":"day"}""", "invalid_value", "max_spend_usd"),
            ("""{"max_spend_usd":[],"period":"day"}""", "invalid_type", "max_spend_usd"),
            ("""{"max_requests":0,"period":"day"}""", "invalid_value", "max_requests"),
            ("""{"max_requests":1.5,"period":"day"}""", "invalid_type", "max_requests"),
            ("""{"max_spend_usd":"1","max_requests":1,"period":"day"}""", "invalid_value", "max_requests"),
            ("""{"limit":"1","period":"day"}""", "unknown_parameter", "limit"),
        ];
        foreach (var (body, code, param) in cases) await Admin.PostText(OfOrganization, body).ExpectError(400, code, param);
        Assert.Empty((await Admin.Get(OfOrganization).Expect(200)).Data);
    }

    [Fact]
    public async Task Create_SecondOfAUnitAndPeriod_Is409ForThatOwnerOnly()
    {
        var (_, keyId) = await NewKeyAsync();
        foreach (var path in new[] { OfOrganization, OfProject, OfKey(keyId) })
        {
            await NewBudgetAsync(path, new { max_spend_usd = "1", period = "day" });
            await Admin.Post(path, new { max_spend_usd = "2", period = "day" }).ExpectError(409, "conflict", "period");
            await NewBudgetAsync(path, new { max_requests = 1, period = "day" });
            await NewBudgetAsync(path, new { max_spend_usd = "1", period = "life" });
            var page = await Admin.Get(path).Expect(200);
            Assert.Equal((3, false), (page.Data.Length, page.Body.GetProperty("has_more").GetBoolean()));
        }
    }

    [Fact]
    public async Task Update_ChangesTheLimitInItsUnitOnly()
    {
        var id = await NewBudgetAsync(OfProject, new { max_spend_usd = "1", period = "day" });
        Assert.Equal("2", (await Admin.Post($"{OfProject}/{id}", new { max_spend_usd = 2 }).Expect(200)).String("limit"));
        await Admin.Post($"{OfProject}/{id}", new { max_requests = 2 }).ExpectError(400, "invalid_value", "max_requests");
        await Admin.Post($"{OfProject}/{id}", new { }).ExpectError(400, "missing_required_parameter", "max_spend_usd");
        await Admin.Post($"{OfProject}/{id}", new { max_spend_usd = "3", period = "life" }).ExpectError(400, "unknown_parameter", "period");
        Assert.Equal("2", (await Admin.Get($"{OfProject}/{id}").Expect(200)).String("limit"));
    }

    [Fact]
    public async Task Delete_TakesItAway()
    {
        var id = await NewBudgetAsync(OfProject, new { max_spend_usd = "1", period = "day" });
        var gone = await Admin.Delete($"{OfProject}/{id}").Expect(200);
        Assert.Equal(("organization.budget.deleted", id, true), (gone.String("object"), gone.String("id"), gone.Body.GetProperty("deleted").GetBoolean()));
        await Admin.Delete($"{OfProject}/{id}").ExpectError(404, "not_found");
        await Admin.Get($"{OfProject}/{id}").ExpectError(404, "not_found");
    }

    [Fact]
    public async Task ForeignOrMissingOwner_Is404()
    {
        var (_, keyId) = await NewKeyAsync();
        var (_, otherProject, other) = await NewOrganizationAsync();
        var id = await NewBudgetAsync(OfProject, new { max_spend_usd = "1", period = "day" });
        var body = new { max_spend_usd = "1", period = "day" };
        foreach (var path in new[] { OfProject, OfKey(keyId), $"/v1/organization/projects/{otherProject}/api_keys/{keyId}/budgets" })
        {
            await other.Get(path).ExpectError(404, "not_found");
            await other.Post(path, body).ExpectError(404, "not_found");
        }

        foreach (var path in new[] { $"{OfProject}/{id}", $"{OfOrganization}/{id}", $"/v1/organization/projects/{otherProject}/budgets/{id}" })
        {
            await other.Get(path).ExpectError(404, "not_found");
            await other.Post(path, new { max_spend_usd = "9" }).ExpectError(404, "not_found");
            await other.Delete(path).ExpectError(404, "not_found");
        }

        // By the wrong level it does not exist either.
        await Admin.Get($"{OfOrganization}/{id}").ExpectError(404, "not_found");
        await Admin.Get($"{OfProject}/{id}").Expect(200);
    }

    [Fact]
    public async Task ApiKey_ReadsItsOwnAndChangesNothing()
    {
        var (key, keyId) = await NewKeyAsync();
        var (_, otherKeyId) = await NewKeyAsync();
        var otherProject = (await Admin.Post("/v1/organization/projects", new { name = "second" }).Expect(200)).String("id");
        foreach (var path in new[] { OfOrganization, OfProject, OfKey(keyId) })
        {
            await With(key).Get(path).Expect(200);
            await With(key).Post(path, new { max_spend_usd = "1", period = "day" }).ExpectError(401, null);
        }

        await With(key).Get(OfKey(otherKeyId)).ExpectError(404, "not_found");
        await With(key).Get($"/v1/organization/projects/{otherProject}/budgets").ExpectError(404, "not_found");
        var (mute, _) = await NewKeyAsync(new { name = "mute", scopes = new[] { "model.read" } });
        await With(mute).Get(OfProject).ExpectError(401, null);
    }

    [Fact]
    public async Task States_FollowTheLedger()
    {
        var (key, keyId) = await NewKeyAsync();
        var money = $"{OfKey(keyId)}/{await NewBudgetAsync(OfKey(keyId), new { max_spend_usd = "1", period = "day" })}";
        var calls = $"{OfKey(keyId)}/{await NewBudgetAsync(OfKey(keyId), new { max_requests = 5, period = "life" })}";
        Assert.Null(await CallAsync(key, "0.25"));
        var (reservation, _) = await ReserveAsync(await GrantAsync(key), NanoUsd.Parse("0.5"));
        Assert.NotNull(reservation);
        Assert.Equal(("0.25", "0.5", "0.25"), await StateAsync(money));
        Assert.Equal(("1", "1", "3"), await StateAsync(calls));
        Book.Drop(reservation);
        Assert.Equal(("0.25", "0", "0.75"), await StateAsync(money));

        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(("0", "0", "1"), await StateAsync(money));
        Assert.Equal(("1", "0", "4"), await StateAsync(calls));
    }

    private async Task<(string Spent, string Reserved, string Left)> StateAsync(string path)
    {
        var state = await Admin.Get(path).Expect(200);
        return (state.String("spent"), state.String("reserved"), state.String("left"));
    }
}
