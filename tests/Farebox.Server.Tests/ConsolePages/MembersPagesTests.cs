using System.Net;
using Farebox.Server.Tests.Credentials;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>Members and settings of an organization, as a browser without scripts sees them.</summary>
public sealed class MembersPagesTests : ConsoleTest
{
    [Fact]
    public async Task Owner_ChangesRoles_AndRemovesWhoseAddressIsTyped()
    {
        var browser = await BrowserAsync("owner");
        AssertTold("done=member-changed", await browser.SendAsync(In("members"), new() { ["role"] = "billing" }, In($"members/{Users["viewer"]}")));
        Assert.Equal("billing", await RoleAsync("viewer"));

        var remove = In($"members/{Users["viewer"]}/remove");
        AssertTold("That is not the address", await browser.SendAsync(remove, new() { ["name"] = "owner@example.org" }));
        Assert.Equal("billing", await RoleAsync("viewer"));
        AssertTold("done=member-removed", await browser.SendAsync(remove, new() { ["name"] = "Viewer@example.org" }));
        await Farebox.Admin.Get($"/v1/organization/users/{Users["viewer"]}").Expect(404);
    }

    [Fact]
    public async Task LastOwner_IsToldWhyTheyCannotLeave()
    {
        var page = await (await BrowserAsync("owner")).SendAsync(In($"members/{Users["owner"]}/remove"), new() { ["name"] = "owner@example.org" });
        AssertTold("last owner", page);
        Assert.Equal("owner", await RoleAsync("owner"));
    }

    [Fact]
    public async Task Admin_SeesNoWayToTouchOwners_AndIsRefusedWithoutOne()
    {
        var browser = await BrowserAsync("admin");
        var page = await browser.OpenAsync(In("members"));
        Assert.DoesNotContain($"/members/{Users["owner"]}", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"owner\"", page.Html, StringComparison.Ordinal);
        Assert.Contains($"/members/{Users["viewer"]}/remove", page.Html, StringComparison.Ordinal);
        var sent = await browser.SendAsync(In("members"), new() { ["role"] = "owner" }, In($"members/{Users["viewer"]}"));
        Assert.Equal(HttpStatusCode.Forbidden, sent.Status);
        Assert.Equal("viewer", await RoleAsync("viewer"));
        Assert.DoesNotContain("settings/archive", (await browser.OpenAsync(In("settings"))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MembersAndInvitations_LeadToEachOther_ForWhoeverInvites()
    {
        var admin = await BrowserAsync("admin");
        Assert.Contains($"href=\"{In("invites")}\"", (await admin.OpenAsync(In("members"))).Html, StringComparison.Ordinal);
        Assert.Contains($"<p class=\"mb-1\"><a href=\"{In("members")}\"", (await admin.OpenAsync(In("invites"))).Html, StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"{In("invites")}\"", (await (await BrowserAsync("viewer")).OpenAsync(In("members"))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_SeesMembers_ChangesNobody_AndLeaves()
    {
        var browser = await BrowserAsync("viewer");
        var page = await browser.OpenAsync(In("members"));
        Assert.Contains("admin@example.org", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"role\"", page.Html, StringComparison.Ordinal);
        var sent = await browser.SendAsync(In($"members/{Users["admin"]}/remove"), new() { ["name"] = "admin@example.org" });
        Assert.Equal(HttpStatusCode.Forbidden, sent.Status);
        Assert.Equal("admin", await RoleAsync("admin"));
        AssertTold("done=member-left", await browser.SendAsync(In($"members/{Users["viewer"]}/remove"), new() { ["name"] = "viewer@example.org" }));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync(In("members"))).Status);
    }

    [Fact]
    public async Task Settings_RenameByAdmin_ArchiveByOwnerWhoTypesTheName()
    {
        var id = (await Farebox.Admin.Post("/v1/system/organizations", new { name = "theirs" }).Expect(200)).String("id");
        await Accounts.People.JoinAsync(Farebox, Users["admin"], id, "admin");
        await Accounts.People.JoinAsync(Farebox, Users["owner"], id, "owner");
        var settings = $"/console/{id}/settings";
        var admin = await BrowserAsync("admin");
        var refused = await admin.SendAsync(settings, new() { ["name"] = "" });
        AssertTold("role=\"alert\"", refused);
        Assert.Matches("id=\"name\"[^>]*value=\"\"", refused.Html);
        AssertTold("done=saved", await admin.SendAsync(settings, new() { ["name"] = "<script>ours" }));
        Assert.DoesNotContain("<script>ours", (await admin.OpenAsync(settings)).Sent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.SendAsync(settings + "/archive", new() { ["name"] = "<script>ours" })).Status);

        var owner = await BrowserAsync("owner");
        AssertTold("That is not the organization", await owner.SendAsync(settings + "/archive", new() { ["name"] = "ours" }));
        AssertTold("done=org-archived", await owner.SendAsync(settings + "/archive", new() { ["name"] = "<script>ours" }));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.OpenAsync(settings)).Status);
    }

    private async Task<string> RoleAsync(string who) => (await Farebox.Admin.Get($"/v1/organization/users/{Users[who]}").Expect(200)).String("role");
}
