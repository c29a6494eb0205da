using System.Net;
using Farebox.Server.Tests.Credentials;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>Projects in the console: created, given budgets, renamed and archived.</summary>
public sealed class ProjectsPagesTests : ConsoleTest
{
    [Fact]
    public async Task Project_CreatedRenamedAndArchived_IsAsThePagesSay()
    {
        var browser = await BrowserAsync("admin");
        AssertTold("role=\"alert\"", await browser.SendAsync(In("projects/new"), new() { ["name"] = "" }));
        var made = await browser.SendAsync(In("projects/new"), new() { ["name"] = "<script>web" });
        var path = made.Location!.Split('?')[0];
        var id = path.Split('/')[^1];
        var page = await browser.OpenAsync(made.Location);
        Assert.Contains("The project is there", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>web", page.Sent + (await browser.OpenAsync(In("projects"))).Sent, StringComparison.Ordinal);

        Assert.Matches("id=\"name\"[^>]*value=\"\"", (await browser.SendAsync(path, new() { ["verb"] = "rename", ["name"] = "" })).Html);
        AssertTold("done=saved", await browser.SendAsync(path, new() { ["verb"] = "rename", ["name"] = "website" }));
        AssertTold("done=saved", await browser.SendAsync(path, new() { ["verb"] = "call-log", ["policy"] = "redacted" }));
        Assert.Equal("redacted", (await Farebox.Admin.Get($"/v1/organization/projects/{id}/call_log").Expect(200)).String("policy"));
        AssertTold("role=\"alert\"", await browser.SendAsync(path, new() { ["verb"] = "call-log", ["policy"] = "all" }));

        AssertTold("That is not the project", await browser.SendAsync(path + "/archive", new() { ["name"] = "web" }));
        Assert.Equal("active", await StatusAsync(id));
        AssertTold("done=project-archived", await browser.SendAsync(path + "/archive", new() { ["name"] = "website" }));
        Assert.Equal("archived", await StatusAsync(id));
        Assert.DoesNotContain("website", (await browser.OpenAsync(In("projects"))).Html, StringComparison.Ordinal);
        Assert.Contains("website", (await browser.OpenAsync(In("projects?archived=1"))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Budget_AddedAndRemoved_IsShownWithABar()
    {
        var browser = await BrowserAsync("admin");
        var path = In("projects/" + Farebox.ProjectId);
        AssertTold("role=\"alert\"", await browser.SendAsync(path, new() { ["amount"] = "a lot", ["period"] = "month" }, path + "/budgets"));
        AssertTold("done=saved", await browser.SendAsync(path, new() { ["amount"] = "25.50", ["period"] = "month" }, path + "/budgets"));
        var page = await browser.OpenAsync(path);
        Assert.Contains("value=\"0\" max=\"25.5\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("$0.00 of $25.50", (await browser.OpenAsync(In("projects"))).Html, StringComparison.Ordinal);
        var budget = (await Farebox.Admin.Get($"/v1/organization/projects/{Farebox.ProjectId}/budgets").Expect(200)).Data.Single().GetProperty("id").GetString();
        var one = In($"billing/budgets/{budget}");
        Assert.Contains($"href=\"{one}?project={Farebox.ProjectId}\"", page.Html, StringComparison.Ordinal);
        Dictionary<string, string> Typed(string name) => new() { ["project"] = Farebox.ProjectId, ["name"] = name };
        AssertTold("That is not the name", await browser.SendAsync($"{one}?project={Farebox.ProjectId}", Typed("x"), one + "/remove"));
        AssertTold("done=budget-removed", await browser.SendAsync($"{one}?project={Farebox.ProjectId}", Typed("default"), one + "/remove"));
        Assert.DoesNotContain("max=\"25.5\"", (await browser.OpenAsync(path)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_SeesTheProject_AndNoForms()
    {
        var browser = await BrowserAsync("viewer");
        var path = In("projects/" + Farebox.ProjectId);
        var page = await browser.OpenAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain($"action=\"{path}", page.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(path, new() { ["verb"] = "rename", ["name"] = "mine" }, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync(In("projects/proj_nobodys"))).Status);
    }

    private async Task<string> StatusAsync(string id) => (await Farebox.Admin.Get("/v1/organization/projects/" + id).Expect(200)).String("status");
}
