using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>What an organization keeps of its calls, set on its settings page.</summary>
public sealed class CallLogFormTests : OperatorTest
{
    private string Settings => $"/console/{OrganizationId}/settings";

    [Fact]
    public async Task Form_ByAnOwner_SetsWhatIsKeptAndForHowLong()
    {
        var answer = await SendAsync("redacted", "45", "");
        Assert.Equal(Settings + "?done=saved", answer.Location);
        Assert.Equal(("redacted", 45, 0), await KeptAsync());
        Assert.Contains("deleted after 45 days", (await Browser.OpenAsync(Settings)).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", "")]
    [InlineData("30", "400")]
    public async Task Form_ThatDeletesMore_AsksForTheName(string days, string usageDays)
    {
        var before = await KeptAsync();
        var asked = await SendAsync("full", days, usageDays);
        Assert.Contains("settings/call-log", asked.Html, StringComparison.Ordinal);
        Assert.Contains($"name=\"retention_days\" value=\"{days}\"", asked.Html, StringComparison.Ordinal);
        await SendAsync("full", days, usageDays, "other");
        Assert.Equal(before, await KeptAsync());

        Assert.Equal(Settings + "?done=saved", (await SendAsync("full", days, usageDays, "default")).Location);
        Assert.Equal(("full", int.Parse(days, CultureInfo.InvariantCulture), usageDays.Length == 0 ? 0 : 400), await KeptAsync());
        await SendAsync("off", "40", "");
        Assert.Equal(("off", 40, 0), await KeptAsync());
    }

    [Theory]
    [InlineData("some", "45", "", "policy")]
    [InlineData("full", "many", "", "retention_days")]
    [InlineData("full", "99999", "", "retention_days")]
    [InlineData("full", "45", "-3", "usage_retention_days")]
    public async Task Form_ThatMakesNoSense_ChangesNothing_AndSaysWhy(string policy, string days, string usageDays, string field)
    {
        var before = (await Farebox.GetAsync("/v1/organization/call_log")).GetRawText();
        var answer = await SendAsync(policy, days, usageDays);
        Assert.Contains($"'{field}'", answer.Html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{days}\"", answer.Html, StringComparison.Ordinal);
        Assert.Equal(before, (await Farebox.GetAsync("/v1/organization/call_log")).GetRawText());
    }

    [Fact]
    public async Task Form_ByAViewer_IsNotShown_AndRefused()
    {
        var viewer = await SignInAsync("viewer");
        Assert.DoesNotContain("settings/call-log", (await viewer.OpenAsync(Settings)).Html, StringComparison.Ordinal);
        var answer = await viewer.SendAsync(Settings, new() { ["policy"] = "full", ["retention_days"] = "1" }, Settings + "/call-log");
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
    }

    private async Task<(string? Policy, int Days, int UsageDays)> KeptAsync()
    {
        var now = await Farebox.GetAsync("/v1/organization/call_log");
        int Days(string name) => now.TryGetProperty(name, out var days) && days.ValueKind == JsonValueKind.Number ? days.GetInt32() : 0;
        return (now.GetProperty("effective_policy").GetString(), Days("effective_retention_days"), Days("usage_retention_days"));
    }

    private Task<Accounts.Page> SendAsync(string policy, string days, string usageDays, string? name = null)
    {
        var fields = new Dictionary<string, string> { ["policy"] = policy, ["retention_days"] = days, ["usage_retention_days"] = usageDays };
        if (name is not null) fields["name"] = name;
        return Browser.SendAsync(Settings, fields, Settings + "/call-log");
    }
}
