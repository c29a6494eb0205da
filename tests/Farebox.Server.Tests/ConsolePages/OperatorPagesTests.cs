using System.Net;
using Farebox.Server.Tests.Credentials;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>Organizations and users, as an operator sees them who belongs to none.</summary>
public sealed class OperatorPagesTests : ConsoleTest
{
    private const string Organizations = "/console/operator/organizations";
    private const string AllUsers = "/console/operator/users";

    [Fact]
    public async Task Organization_CreatedGrantedPinnedAndArchived_IsAsThePagesSay()
    {
        var browser = await BrowserAsync("operator");
        AssertTold("role=\"alert\"", await browser.SendAsync(Organizations, new() { ["name"] = "default" }));
        var path = (await browser.SendAsync(Organizations, new() { ["name"] = "Acme" })).Location!.Split('?')[0];
        var id = path.Split('/')[^1];

        AssertTold("role=\"alert\"", await browser.SendAsync(path, new() { ["verb"] = "grant", ["amount"] = "-1" }));
        AssertTold("done=org-granted", await browser.SendAsync(path, new() { ["verb"] = "grant", ["amount"] = "12.5", ["note"] = "hello" }));
        Assert.Contains("$12.50", (await browser.OpenAsync(path)).Html, StringComparison.Ordinal);
        AssertTold("done=saved", await browser.SendAsync(path, new() { ["verb"] = "tier", ["tier"] = "3" }));
        Assert.True((await TierAsync(id)).Body.GetProperty("is_pinned").GetBoolean());
        AssertTold("done=saved", await browser.SendAsync(path, new() { ["verb"] = "tier", ["tier"] = "" }));
        Assert.False((await TierAsync(id)).Body.GetProperty("is_pinned").GetBoolean());
        AssertTold("done=saved", await browser.SendAsync(path, new() { ["verb"] = "rename", ["name"] = "Acme Ltd" }));

        AssertTold("That is not the organization", await browser.SendAsync(path + "/archive", new() { ["name"] = "Acme" }));
        AssertTold("done=org-archived", await browser.SendAsync(path + "/archive", new() { ["name"] = "Acme Ltd" }));
        Assert.Equal("archived", (await Farebox.Admin.Get($"/v1/system/organizations/{id}").Expect(200)).String("status"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync(Organizations + "/org_none")).Status);
    }

    [Fact]
    public async Task User_IsDisabledWhenTheAddressIsTyped_AndEnabledAgain()
    {
        var browser = await BrowserAsync("operator");
        var viewer = await BrowserAsync("viewer");
        var disable = $"{AllUsers}/{Users["viewer"]}/disable";
        AssertTold("That is not the address", await browser.SendAsync(disable, new() { ["name"] = "x" }));
        Assert.Null((await viewer.OpenAsync("/console")).Location);
        AssertTold("done=user-disabled", await browser.SendAsync(disable, new() { ["name"] = "viewer@example.org" }));
        Assert.Equal("/console/sign-in", (await viewer.OpenAsync("/console")).Location);
        Assert.Contains("Disabled", (await browser.OpenAsync(AllUsers)).Html, StringComparison.Ordinal);
        AssertTold("done=user-enabled", await browser.SendAsync(AllUsers, [], $"{AllUsers}/{Users["viewer"]}/enable"));
        AssertTold("last operator", await browser.SendAsync($"{AllUsers}/{Users["operator"]}/disable", new() { ["name"] = "operator@example.org" }));
    }

    private Task<Reply> TierAsync(string id) => Farebox.Admin.Get($"/v1/system/organizations/{id}/tier").Expect(200);
}
