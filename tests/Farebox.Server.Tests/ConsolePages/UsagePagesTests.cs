using System.Net;
using Dapper;
using Farebox.ConsolePages;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>Overview, usage and limits in the console.</summary>
public sealed class UsagePagesTests : OrganizationPagesFixture
{
    private async Task CallAsync(string model)
    {
        var call = await Client.PostAsync(Calls.Body(model: model));
        await Farebox.RecordAsync(call.RequestId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?span=day")]
    [InlineData("?span=month&by=project")]
    [InlineData("?span=week&by=api_key&width=hour")]
    [InlineData("?span=own&from=2000-01-01&to=2099-01-01")]
    [InlineData("?span=own&from=2099-01-01&to=2000-01-01")]
    [InlineData("?span=own&from=x&to=y&by=z&width=q")]
    public async Task Usage_HoweverAskedFor_IsShown(string query)
    {
        await CallAsync("gpt-4o-mini");
        Assert.Equal(HttpStatusCode.OK, (await OpenAsync("usage" + query)).Status);
    }

    [Fact]
    public async Task Usage_HasPictureAndNumbers_NarrowedAndDividedByTheAddress()
    {
        Assert.Contains("No calls", (await OpenAsync("usage")).Html, StringComparison.Ordinal);
        await CallAsync("gpt-4o-mini");
        await CallAsync("eliza");
        await CallAsync("none");
        var page = await OpenAsync("usage?span=day");
        Assert.Contains("data-chart=", page.Html, StringComparison.Ordinal);
        foreach (var part in new[] { "gpt-4o-mini", "eliza", "Unknown model" }) Assert.Contains(part, page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("eliza", (await OpenAsync("usage?span=day&model=gpt-4o-mini")).Html, StringComparison.Ordinal);
        Assert.Contains(">test<", (await OpenAsync("usage?span=day&by=api_key")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model")]
    [InlineData("project")]
    [InlineData("api_key")]
    public async Task Usage_ShowsTheTimesOfEachPart_AndOfASinglePartOneAfterAnother(string by)
    {
        await CallAsync("gpt-4o-mini");
        var whole = (await OpenAsync($"usage?span=day&by={by}")).Html;
        Assert.Contains("Mean times of completed calls", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("aria-label=\"Mean time to first byte", whole, StringComparison.Ordinal);

        var projects = "/v1/organization/projects";
        var second = await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, projects, new { name = "second" });
        var key = await RunningFarebox.SendAsync(
            Farebox.Admin, HttpMethod.Post, $"{projects}/{second.GetProperty("id").GetString()}/api_keys", new { name = "second" });
        using var client = Farebox.With(key.GetProperty("value").GetString());
        await Farebox.RecordAsync((await client.PostAsync(Calls.Body(model: "eliza"))).RequestId);
        var divided = (await OpenAsync($"usage?span=day&by={by}")).Html;
        Assert.DoesNotContain("Mean times of completed calls", divided, StringComparison.Ordinal);
        var name = by == "model" ? "eliza" : "second";
        foreach (var title in new[] { "Mean duration", "Mean time to first byte" })
            Assert.Matches($"aria-label=\"{title} of completed calls\"[^>]*\"{name}\",\"values\":\\[[^\\]]*[0-9]", divided);
    }

    [Theory]
    [InlineData("logs?id=.")]
    [InlineData("billing/budgets?project=..")]
    public async Task Page_AskedForByWhatIsNoId_IsNotThere(string path) => Assert.Equal(HttpStatusCode.NotFound, (await OpenAsync(path)).Status);

    [Theory]
    [InlineData("span=week&from=2024-03-01&to=2024-03-05&was=2026-01-01_2026-01-07", "own")] // Other dates were chosen,
    [InlineData("span=week&from=2024-03-01&to=2024-03-05&was=2024-03-01_2024-03-05", "week")] // these came with the form,
    [InlineData("from=2024-03-01&to=2024-03-05", "own")] // and here nothing else was said.
    [InlineData("span=day&from=2024-03-01&to=2024-03-05", "day")]
    [InlineData("span=month&from=x&to=y&was=z", "month")]
    public async Task Usage_WithOtherDatesThanTheFormCameWith_IsOfThose(string query, string span)
    {
        var page = await OpenAsync("usage?" + query);
        Assert.Contains($"<option value=\"{span}\" selected", page.Html, StringComparison.Ordinal);
        Assert.Equal(span == "own", page.Html.Contains("name=\"was\" value=\"2024-03-01_2024-03-05\"", StringComparison.Ordinal));
        Assert.Contains("href=\"?span=day\"", page.Html, StringComparison.Ordinal);
    }

    // 366 days of 60 models each are more results than one answer of the API has.
    [Fact]
    public async Task Usage_OfMorePartsThanAreAnsweredAtOnce_IsShownWhole()
    {
        await CallAsync("gpt-4o-mini");
        var fromMs = TimeProvider.System.GetUtcNow().AddDays(-365).ToUnixTimeMilliseconds() / 86_400_000 * 86_400_000;
        await Farebox.Services.GetRequiredService<Database>().UpkeepAsync(connection => connection.Execute("""
            CREATE TEMP TABLE copies AS
            WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 366 * 60 - 1)
            SELECT n, @fromMs + n % 366 * 86400000 AS at, r.* FROM numbers, (SELECT * FROM usage_records LIMIT 1) r;
            UPDATE copies SET started_at = at, model = 'model-' || (n / 366), request_id = unhex(printf('%012x%020x', at, n));
            ALTER TABLE copies DROP COLUMN at;
            ALTER TABLE copies DROP COLUMN n;
            INSERT INTO usage_records SELECT * FROM copies;
            INSERT INTO usage_late (organization_id, request_id) SELECT organization_id, request_id FROM copies;
            """, new { fromMs }));
        var query = $"?span=own&from={DateTimeOffset.FromUnixTimeMilliseconds(fromMs):yyyy-MM-dd}&to=2999-01-01";
        var page = await OpenAsync("usage" + query);
        Assert.Contains("21,961", page.Html, StringComparison.Ordinal);
        Assert.Contains("model-59", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("model-59", (await OpenAsync("usage?model=gpt-4o-mini")).Html, StringComparison.Ordinal);

        var csv = (await OpenAsync("usage/export" + query)).Sent.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((1 + 21_961, 1), (csv.Length, csv.Count(line => line.StartsWith("start_time,", StringComparison.Ordinal))));
        Assert.Equal(csv[1..].Distinct(), csv[1..]);
    }

    [Fact]
    public async Task UsageCsv_NamesThatLookLikeFormulas_AreNeutralised()
    {
        var key = await Farebox.NewKeyAsync(new { name = "=HYPERLINK(\"x\"),1" });
        using var client = Farebox.With(key);
        await Farebox.RecordAsync((await client.PostAsync(Calls.Body())).RequestId);
        var csv = await OpenAsync("usage/export?span=day&by=api_key");
        Assert.StartsWith("start_time,end_time,id,name,num_calls", csv.Sent, StringComparison.Ordinal);
        Assert.Contains(",\"'=HYPERLINK(\"\"x\"\"),1\",1,1,0,0,0,", csv.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_OfANewOrganization_SaysWhatToDo_UntilItIsDone()
    {
        Assert.Contains("First steps", (await OpenAsync("overview")).Html, StringComparison.Ordinal);
        await CallAsync("eliza");
        var page = await OpenAsync("overview");
        Assert.DoesNotContain("First steps", page.Html, StringComparison.Ordinal);
        Assert.Contains("eliza", page.Html, StringComparison.Ordinal);
        foreach (var role in new[] { "admin", "member", "billing", "viewer" })
        {
            await BecomeAsync(role);
            Assert.Equal(HttpStatusCode.OK, (await OpenAsync("overview")).Status);
        }
    }

    [Fact]
    public async Task Limits_AreShownWithWhatIsUsed_AndChangedByWhoMay()
    {
        Assert.Contains("done=limit-set", (await SendAsync("limits/change?model=eliza", new() { ["model"] = "eliza", ["rpm"] = "77777" }, "limits/change")).Location, StringComparison.Ordinal);
        await CallAsync("eliza");
        var used = await Farebox.GetAsync("/v1/organization/limits");
        var status = used.GetProperty("data").EnumerateArray().Single(row => row.GetProperty("model").GetString() == "eliza");
        Assert.Equal(("rpm", 77_777, 1), (status.GetProperty("kind").GetString(), status.GetProperty("limit").GetInt64(), status.GetProperty("used").GetInt64()));
        Assert.Contains("77,777", (await OpenAsync("limits")).Html, StringComparison.Ordinal);
        Assert.Matches("Tier .+ by what was spent so far", (await OpenAsync("limits")).Html);

        foreach (var wrong in new[] { "many", "0" })
            Assert.Contains("role=\"alert\"", (await SendAsync("limits/change?model=eliza", new() { ["model"] = "eliza", ["rpm"] = wrong }, "limits/change")).Html, StringComparison.Ordinal);
        Assert.Contains("limits/clear?model=eliza\"", (await OpenAsync("limits/change?model=eliza")).Html, StringComparison.Ordinal);
        const string Clear = "limits/clear?model=eliza";
        Assert.Contains("That is not the name", (await SendAsync(Clear, new() { ["name"] = "default" }, Clear)).Html, StringComparison.Ordinal);
        Assert.Contains("77,777", (await OpenAsync("limits")).Html, StringComparison.Ordinal);
        Assert.Contains("done=limit-cleared", (await SendAsync(Clear, new() { ["name"] = "eliza" }, Clear)).Location, StringComparison.Ordinal);
        Assert.DoesNotContain("77,777", (await OpenAsync("limits")).Html, StringComparison.Ordinal);
        Assert.Contains("That is not the name", (await SendAsync("limits/clear", new() { ["name"] = "*" }, "limits/clear")).Html, StringComparison.Ordinal);

        await BecomeAsync("viewer");
        Assert.DoesNotContain("limits/change", (await OpenAsync("limits")).Html, StringComparison.Ordinal);
        var refused = await SendAsync("limits", new() { ["model"] = "eliza", ["rpm"] = "1" }, "limits/change");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
    }

    [Fact]
    public async Task Pages_OfAnotherOrganization_AreNotThere()
    {
        var other = await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/system/organizations", new { name = "other" });
        foreach (var path in new[] { "overview", "usage", "usage/export", "logs", "logs/live", "logs/export", "billing", "billing/add", "billing/budgets", "prices", "limits" })
            Assert.Equal(HttpStatusCode.NotFound, (await Browser.OpenAsync($"/console/{other.GetProperty("id").GetString()}/{path}")).Status);
    }

    [Fact]
    public async Task Kit_ScriptIsServedAsOne_AndWhatIsNotThereIsNot()
    {
        using var client = Farebox.With(null);
        if (KitFiles.AreHere)
        {
            using var script = await client.GetAsync(new Uri("/console/kit/echarts.common.min.js", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
        }

        foreach (var name in new[] { "none.js", "Farebox.Server.dll", "..%2Ffarebox.dll" })
        {
            using var none = await client.GetAsync(new Uri("/console/kit/" + name, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
    }
}
