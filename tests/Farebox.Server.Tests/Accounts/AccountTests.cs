using System.Text.Json;
using Farebox.Server.Tests.Credentials;

namespace Farebox.Server.Tests.Accounts;

public sealed class AccountTests : CredentialTest
{
    private const string Organizations = "/v1/system/organizations";
    private const string Projects = "/v1/organization/projects";

    [Fact]
    public async Task Organization_CreateRenameArchive()
    {
        var made = await Admin.Post(Organizations, new { name = " Acme " }).Expect(200);
        var id = made.String("id");
        Assert.StartsWith("org_", id, StringComparison.Ordinal);
        Assert.Equal(("organization", "Acme", "active"), (made.String("object"), made.String("name"), made.String("status")));
        Assert.Equal((Clock.Seconds, JsonValueKind.Null), (made.Number("created_at"), made.Body.GetProperty("archived_at").ValueKind));
        Assert.Equal("Acme 2", (await Admin.Post($"{Organizations}/{id}", new { name = "Acme 2" }).Expect(200)).String("name"));
        Assert.Equal("Acme 2", (await Admin.Get($"{Organizations}/{id}").Expect(200)).String("name"));

        var archived = await Admin.Post($"{Organizations}/{id}/archive").Expect(200);
        Assert.Equal(("archived", Clock.Seconds), (archived.String("status"), archived.Number("archived_at")));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(archived.Text, (await Admin.Post($"{Organizations}/{id}/archive").Expect(200)).Text);
    }

    [Fact]
    public async Task Organization_Own_IsThatOfTheCaller()
    {
        var (id, _, other) = await NewOrganizationAsync("Acme");
        Assert.Equal(("Acme", id), await OwnAsync(other));
        Assert.Equal("default", (await OwnAsync(Admin)).Name);
    }

    [Fact]
    public async Task Organization_Default_IsOneAndKeepsItsName()
    {
        await Admin.Post(Organizations, new { name = "default" }).ExpectError(409, "conflict", "name");
        var (id, _, _) = await NewOrganizationAsync();
        await Admin.Post($"{Organizations}/{id}", new { name = "default" }).ExpectError(409, "conflict", "name");
        var own = (await Admin.Get("/v1/organization").Expect(200)).String("id");
        await Admin.Post($"{Organizations}/{own}", new { name = "renamed" }).ExpectError(409, "conflict", "name");
        await Admin.Post($"{Organizations}/{own}", new { name = "default" }).Expect(200);
    }

    [Fact]
    public async Task BadName_Is400()
    {
        (string Body, string Code, string Param)[] cases =
        [
            ("{}", "missing_required_parameter", "name"),
            ("""{"name":" "}""", "invalid_value", "name"),
            ("""{"name":"a\tb"}""", "invalid_value", "name"),
            ("""{"name":["a"]}""", "invalid_type", "name"),
            ("""{"name":"a","title":"b"}""", "unknown_parameter", "title"),
        ];
        foreach (var (body, code, param) in cases)
        {
            foreach (var path in new[] { Organizations, Projects, $"{Projects}/{Farebox.ProjectId}" })
                await Admin.PostText(path, body).ExpectError(400, code, param);
        }
    }

    [Fact]
    public async Task Name_Length_HasALimit()
    {
        await Admin.Post(Projects, new { name = new string('n', 100) }).Expect(200);
        await Admin.Post(Projects, new { name = new string('n', 101) }).ExpectError(400, "invalid_value", "name");
    }

    [Fact]
    public async Task UnknownIds_Are404()
    {
        await Admin.Get($"{Organizations}/org_unknown").ExpectError(404, "not_found");
        await Admin.Post($"{Organizations}/org_unknown", new { name = "n" }).ExpectError(404, "not_found");
        await Admin.Post($"{Organizations}/org_unknown/archive").ExpectError(404, "not_found");
        await Admin.Get($"{Projects}/proj_unknown").ExpectError(404, "not_found");
    }

    [Fact]
    public async Task Project_CreateRenameArchive()
    {
        var made = await Admin.Post(Projects, new { name = "web" }).Expect(200);
        var id = made.String("id");
        Assert.Equal(("organization.project", "active"), (made.String("object"), made.String("status")));
        Assert.Equal("web 2", (await Admin.Post($"{Projects}/{id}", new { name = "web 2" }).Expect(200)).String("name"));
        Assert.Equal("archived", (await Admin.Post($"{Projects}/{id}/archive").Expect(200)).String("status"));

        Assert.DoesNotContain(id, (await Admin.Get(Projects).Expect(200)).Text, StringComparison.Ordinal);
        Assert.Contains(id, (await Admin.Get($"{Projects}?include_archived=true").Expect(200)).Text, StringComparison.Ordinal);
        await Admin.Get($"{Projects}?include_archived=maybe").ExpectError(400, "invalid_value", "include_archived");
    }

    [Fact]
    public async Task Project_OfAnotherOrganization_Is404()
    {
        var (_, theirs, other) = await NewOrganizationAsync();
        foreach (var (client, id) in new[] { (other, Farebox.ProjectId), (Admin, theirs) })
        {
            await client.Get($"{Projects}/{id}").ExpectError(404, "not_found");
            await client.Post($"{Projects}/{id}", new { name = "mine" }).ExpectError(404, "not_found");
            await client.Post($"{Projects}/{id}/archive").ExpectError(404, "not_found");
            Assert.DoesNotContain(id, (await client.Get($"{Projects}?include_archived=true").Expect(200)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Project_InAnArchivedOrganization_IsNotMade()
    {
        var (id, _, other) = await NewOrganizationAsync();
        await Admin.Post($"{Organizations}/{id}/archive").Expect(200);
        await other.Post(Projects, new { name = "late" }).ExpectError(409, "conflict", "organization");
    }

    [Fact]
    public async Task Lists_Page()
    {
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await NewOrganizationAsync($"organization {i}");
            await Admin.Post(Projects, new { name = $"project {i}" }).Expect(200);
        }

        foreach (var path in new[] { Organizations, Projects })
        {
            var first = await Admin.Get($"{path}?limit=2").Expect(200);
            var second = await Admin.Get($"{path}?limit=2&after={first.String("last_id")}").Expect(200);
            Assert.Equal((true, false), (first.Body.GetProperty("has_more").GetBoolean(), second.Body.GetProperty("has_more").GetBoolean()));
            Assert.Equal(4, first.Data.Concat(second.Data).Select(item => item.GetProperty("id").GetString()).Distinct().Count());
        }
    }

    [Fact]
    public async Task Routes_AskForTheirScopes()
    {
        var (key, _) = await NewKeyAsync(new { name = "k", scopes = new[] { "organization.read" } }, "/v1/organization/admin_api_keys");
        var admin = With(key);
        await admin.Get("/v1/organization").Expect(200);
        await admin.Get(Projects).ExpectError(401, null);
        await admin.Post(Projects, new { name = "p" }).ExpectError(401, null);
        await admin.Get(Organizations).ExpectError(401, null);
        await admin.Post(Organizations, new { name = "o" }).ExpectError(401, null);
    }

    private static async Task<(string Name, string Id)> OwnAsync(HttpClient client)
    {
        var own = await client.Get("/v1/organization").Expect(200);
        return (own.String("name"), own.String("id"));
    }
}
