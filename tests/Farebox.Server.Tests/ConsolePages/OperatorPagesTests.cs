using System.Net;
using System.Text.RegularExpressions;
using Farebox.Server.Tests.Credentials;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>Organizations and users, as an operator sees them who belongs to none.</summary>
public sealed partial class OperatorPagesTests : ConsoleTest
{
    private const string Organizations = "/console/operator/organizations";
    private const string Multipliers = "/v1/system/multipliers";
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
        Assert.Matches("id=\"name\"[^>]*value=\"\"", (await browser.SendAsync(path, new() { ["verb"] = "rename", ["name"] = "" })).Html);
        AssertTold("done=saved", await browser.SendAsync(path, new() { ["verb"] = "rename", ["name"] = "Acme Ltd" }));

        AssertTold("That is not the organization", await browser.SendAsync(path + "/archive", new() { ["name"] = "Acme" }));
        AssertTold("done=org-archived", await browser.SendAsync(path + "/archive", new() { ["name"] = "Acme Ltd" }));
        Assert.Equal("archived", (await Farebox.Admin.Get($"/v1/system/organizations/{id}").Expect(200)).String("status"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync(Organizations + "/org_none")).Status);
    }

    [Fact]
    public async Task Organization_OfAnOperator_IsEnteredByTheOwnerWhomTheyInvite()
    {
        var browser = await BrowserAsync("operator");
        var path = (await browser.SendAsync(Organizations, new() { ["name"] = "Acme" })).Location!.Split('?')[0];
        var members = $"/console/{path.Split('/')[^1]}/members";
        Assert.Contains("Nobody belongs to it yet", (await browser.OpenAsync(path)).Html, StringComparison.Ordinal);
        var refused = await browser.SendAsync(path, new() { ["verb"] = "invite", ["email"] = "<nobody>", ["role"] = "billing" });
        AssertTold("role=\"alert\"", refused);
        Assert.Matches("id=\"email\"[^>]*value=\"<nobody>\"", refused.Html);
        Assert.Contains("value=\"billing\" selected", refused.Html, StringComparison.Ordinal);

        AssertTold("done=invited", await browser.SendAsync(path, new() { ["verb"] = "invite", ["email"] = "viewer@example.org", ["role"] = "owner" }));
        var waiting = await browser.OpenAsync(path + "?done=invited");
        Assert.Contains("viewer@example.org", waiting.Html, StringComparison.Ordinal);
        Assert.Contains("on its way", waiting.Html, StringComparison.Ordinal);
        var viewer = await BrowserAsync("viewer");
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.OpenAsync(members)).Status);
        var invite = Invite().Match((await viewer.OpenAsync("/console")).Html).Groups[1].Value;
        AssertTold("done=joined", await viewer.SendAsync("/console", new() { ["id"] = invite }, "/console/invitation/accept"));
        Assert.Equal(HttpStatusCode.OK, (await viewer.OpenAsync(members)).Status);
        Assert.DoesNotContain("bg-blue-lt\">invited", (await browser.OpenAsync(path)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grant_SentTwice_IsGivenOnce_AndAgainByAnotherForm()
    {
        var browser = await BrowserAsync("operator");
        var path = $"{Organizations}/{Organization}";
        for (var forms = 1; forms <= 2; forms++)
        {
            var page = await browser.OpenAsync(path);
            var form = new Dictionary<string, string> { ["verb"] = "grant", ["amount"] = "5", ["reference"] = Reference().Match(page.Html).Groups[1].Value };
            AssertTold("done=org-granted", await browser.SendAsync(path, form));
            AssertTold("done=org-granted", await browser.SendAsync(path, form));
            Assert.Equal($"{forms * 5}", (await Farebox.Admin.Get("/v1/organization/credit_balance").Expect(200)).String("available_usd"));
        }
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

    [Fact]
    public async Task Multiplier_OfAnOrganization_IsSet_Scheduled_AndEnded()
    {
        var browser = await BrowserAsync("operator");
        var path = $"{Organizations}/{Organization}";
        Assert.Contains("None in effect", (await browser.OpenAsync(path)).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("multiplier-end\"", (await browser.OpenAsync(path)).Html, StringComparison.Ordinal);
        var refused = await browser.SendAsync(path, new() { ["verb"] = "multiply", ["multiplier"] = "101" });
        AssertTold("role=\"alert\"", refused);
        Assert.Equal("101", refused.ValueOf("multiplier"));
        AssertTold("role=\"alert\"", await browser.SendAsync(path, new() { ["verb"] = "multiply", ["multiplier"] = "2", ["multiplier_from"] = "2001-01-01T00:00" }));
        Assert.Empty((await Farebox.Admin.Get(Multipliers).Expect(200)).Data);

        AssertTold("done=multiplier-set", await browser.SendAsync(path, new() { ["verb"] = "multiply", ["multiplier"] = "0.9" }));
        AssertTold("done=multiplier-set", await browser.SendAsync(path, new() { ["verb"] = "multiply", ["multiplier"] = "0.8", ["multiplier_from"] = "2200-01-01T00:00" }));
        var told = (await Farebox.Admin.Get(Multipliers + "?organization_id=" + Organization).Expect(200)).Data
            .Select(version => (version.GetProperty("multiplier").GetString(), version.GetProperty("state").GetString()));
        Assert.Equal([("0.8", "scheduled"), ("0.9", "in_effect")], told);
        var shown = (await browser.OpenAsync(path)).Html;
        Assert.Contains("× 0.9", shown, StringComparison.Ordinal);
        Assert.Contains("× 0.8", shown, StringComparison.Ordinal);

        AssertTold("done=multiplier-ended", await browser.SendAsync(path, new() { ["verb"] = "multiplier-end", ["multiplier"] = "" }));
        shown = (await browser.OpenAsync(path)).Html;
        Assert.Contains("None in effect", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("× 0.9", shown, StringComparison.Ordinal);
        Assert.Contains("× 0.8", shown, StringComparison.Ordinal); // It begins when it was said to.
    }

    [Fact]
    public async Task Users_AreFoundByAPartOfTheAddress_AndOrganizationsByAPartOfTheName()
    {
        var browser = await BrowserAsync("operator");
        var found = await browser.OpenAsync(AllUsers + "?email=VIEW");
        Assert.Contains("viewer@example.org", found.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("owner@example.org", found.Html, StringComparison.Ordinal);
        Assert.Equal("VIEW", found.ValueOf("email"));
        var none = await browser.OpenAsync(AllUsers + "?email=%3Cb%3Enobody");
        Assert.Contains("Nobody has that in their address", none.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>nobody", none.Sent, StringComparison.Ordinal);

        await browser.SendAsync(Organizations, new() { ["name"] = "Acme" });
        var organizations = await browser.OpenAsync(Organizations + "?name=acm");
        Assert.Contains(">Acme</a>", organizations.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(">default</a>", organizations.Html, StringComparison.Ordinal);
        Assert.Contains("No organization has that in its name", (await browser.OpenAsync(Organizations + "?name=x")).Html, StringComparison.Ordinal);
        Assert.Contains(">default</a>", (await browser.OpenAsync(Organizations + "?name=")).Html, StringComparison.Ordinal);
    }

    private Task<Reply> TierAsync(string id) => Farebox.Admin.Get($"/v1/system/organizations/{id}/tier").Expect(200);

    [GeneratedRegex("value=\"(invite_[^\"]+)\"")]
    private static partial Regex Invite();

    [GeneratedRegex("name=\"reference\" value=\"(console-[0-9a-f]+)\"")]
    private static partial Regex Reference();
}
