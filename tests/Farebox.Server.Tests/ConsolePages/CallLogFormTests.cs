using System.Net;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>What an organization keeps of its calls, set on its settings page.</summary>
public sealed class CallLogFormTests : OperatorTest
{
    private string Settings => $"/console/{OrganizationId}/settings";

    [Fact]
    public async Task Form_ByAnOwner_SetsWhatIsKeptAndForHowLong()
    {
        var answer = await SendAsync("redacted", "14", "400");
        Assert.Equal(Settings + "?done=saved", answer.Location);
        var now = await Farebox.GetAsync("/v1/organization/call_log");
        Assert.Equal(("redacted", 14, 400), (now.GetProperty("policy").GetString(), now.GetProperty("retention_days").GetInt32(), now.GetProperty("usage_retention_days").GetInt32()));
        Assert.Contains("deleted after 14 days", (await Browser.OpenAsync(Settings)).Html, StringComparison.Ordinal);

        await SendAsync("off", "14", "");
        now = await Farebox.GetAsync("/v1/organization/call_log");
        Assert.Equal("off", now.GetProperty("policy").GetString());
        Assert.False(now.TryGetProperty("usage_retention_days", out var days) && days.ValueKind == System.Text.Json.JsonValueKind.Number);
    }

    [Theory]
    [InlineData("some", "14", "", "policy")]
    [InlineData("full", "many", "", "retention_days")]
    [InlineData("full", "99999", "", "retention_days")]
    [InlineData("full", "14", "-3", "usage_retention_days")]
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

    private Task<Accounts.Page> SendAsync(string policy, string days, string usageDays) => Browser.SendAsync(
        Settings, new() { ["policy"] = policy, ["retention_days"] = days, ["usage_retention_days"] = usageDays }, Settings + "/call-log");
}
