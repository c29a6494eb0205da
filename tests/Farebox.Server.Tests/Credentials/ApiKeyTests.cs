using System.Text.Json;
using Farebox.Kernel.Credentials;

namespace Farebox.Server.Tests.Credentials;

public sealed class ApiKeyTests : CredentialTest
{
    [Fact]
    public async Task Create_NameAlone_GivesAWholeKeyOnce()
    {
        var made = await Admin.Post(Keys, new { name = "  my app " }).Expect(200);
        var value = made.String("value");
        Assert.True(KeyText.IsWellFormed(value));
        Assert.StartsWith("sk-fbx", value, StringComparison.Ordinal);
        Assert.Equal("my app", made.String("name"));
        Assert.Equal("organization.project.api_key", made.String("object"));
        Assert.Equal("sk-fbx…" + value[^4..], made.String("redacted_value"));
        Assert.Equal(("active", "all"), (made.String("status"), made.String("permissions")));
        Assert.Equal(["*"], Strings(made.Body, "models"));
        Assert.Contains("model.request", Strings(made.Body, "scopes"));
        Assert.Equal(Clock.Seconds, made.Number("created_at"));
        Assert.Equal(JsonValueKind.Null, made.Body.GetProperty("expires_at").ValueKind);

        foreach (var answer in new[] { await Admin.Get(Keys), await Admin.Get($"{Keys}/{made.String("id")}") })
        {
            Assert.Contains(made.String("id"), answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"value\"", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(value[6..30], answer.Text, StringComparison.Ordinal);
        }

        await WhoAsync(value).Expect(200);
    }

    [Fact]
    public async Task Create_BadMember_Is400AndNamesIt()
    {
        (string Body, string Code, string Param)[] cases =
        [
            ("{}", "missing_required_parameter", "name"),
            ("""{"name":""}""", "invalid_value", "name"),
            ("""{"name":"a\u0007b"}""", "invalid_value", "name"),
            ("""{"name":1}""", "invalid_type", "name"),
            ("""{"name":"k","nmae":"k"}""", "unknown_parameter", "nmae"),
            ("""{"name":"k","permissions":"root"}""", "invalid_value", "permissions"),
            ("""{"name":"k","permissions":"restricted"}""", "missing_required_parameter", "scopes"),
            ("""{"name":"k","permissions":"all","scopes":["model.read"]}""", "invalid_value", "scopes"),
            ("""{"name":"k","scopes":[]}""", "invalid_value", "scopes"),
            ("""{"name":"k","scopes":["model.reed"]}""", "invalid_value", "scopes"),
            ("""{"name":"k","scopes":[null]}""", "invalid_value", "scopes"),
            ("""{"name":"k","scopes":["keys.write"]}""", "invalid_value", "scopes"),
            ("""{"name":"k","models":[]}""", "invalid_value", "models"),
            ("""{"name":"k","models":["a*b"]}""", "invalid_value", "models"),
            ("""{"name":"k","expires_in":0}""", "invalid_value", "expires_in"),
            ("""{"name":"k","expires_in":9223372036854775807}""", "invalid_value", "expires_in"),
            ("""{"name":"k","expires_at":1000}""", "invalid_value", "expires_at"),
            ("""{"name":"k","expires_at":9223372036854775807}""", "invalid_value", "expires_at"),
            ("""{"name":"k","expires_at":2000000000,"expires_in":60}""", "invalid_value", "expires_in"),
        ];
        foreach (var (body, code, param) in cases) await Admin.PostText(Keys, body).ExpectError(400, code, param);
    }

    [Fact]
    public async Task Create_EveryMember_IsKept()
    {
        var made = await Admin.Post(Keys, new
        {
            name = "k", permissions = "restricted", scopes = new[] { "model.read", "model.request:chat" }, models = new[] { "gpt-4*", "eliza" },
            expires_in = 3600,
        }).Expect(200);
        var who = await WhoAsync(made.String("value")).Expect(200);
        Assert.Equal(["model.read", "model.request:chat"], Strings(who.Body, "scopes"));
        Assert.Equal(["gpt-4*", "eliza"], Strings(who.Body, "models"));
        Assert.Equal(Clock.Seconds + 3600, who.Number("expires_at"));
        Assert.Equal(("api_key", made.String("id"), "k"), (who.String("kind"), who.String("key_id"), who.String("name")));
        Assert.Equal(Farebox.ProjectId, who.String("project_id"));
    }

    [Fact]
    public async Task Create_ReadOnly_HasScopesThatOnlyLook()
    {
        var (key, _) = await NewKeyAsync(new { name = "k", permissions = "read_only" });
        Assert.Equal(["model.read", "usage.read", "logs.read", "billing.read"], Strings((await WhoAsync(key).Expect(200)).Body, "scopes"));
    }

    [Fact]
    public async Task Update_SomeMembers_KeepsTheRestAndWorksAtOnce()
    {
        var (key, id) = await NewKeyAsync(new { name = "k", models = new[] { "eliza" }, expires_in = 60 });
        await WhoAsync(key).Expect(200);
        var changed = await Admin.Post($"{Keys}/{id}", new { name = "new", scopes = new[] { "model.read" }, expires_at = 0 }).Expect(200);
        Assert.Equal(("new", "restricted"), (changed.String("name"), changed.String("permissions")));
        Assert.Equal(["eliza"], Strings(changed.Body, "models"));
        Assert.Equal(JsonValueKind.Null, changed.Body.GetProperty("expires_at").ValueKind);
        Assert.Equal(["model.read"], Strings((await WhoAsync(key).Expect(200)).Body, "scopes"));
        await Admin.Post($"{Keys}/{id}", new { expires_at = 5 }).ExpectError(400, "invalid_value", "expires_at");
        await Admin.Post($"{Keys}/{id}", new { expires_in = 5 }).ExpectError(400, "unknown_parameter", "expires_in");
    }

    [Fact]
    public async Task Revoke_IsFinal()
    {
        var (key, id) = await NewKeyAsync();
        await WhoAsync(key).Expect(200);
        Assert.Equal("revoked", (await Admin.Post($"{Keys}/{id}/revoke").Expect(200)).String("status"));
        await WhoAsync(key).ExpectError(401, "invalid_api_key");
        foreach (var verb in new[] { "/enable", "/disable", "/rotate", "/revoke", "" })
            await Admin.Post($"{Keys}/{id}{verb}").ExpectError(409, "conflict", "key");
        await Admin.Delete($"{Keys}/{id}").ExpectError(409, "conflict", "key");
        Assert.Equal("revoked", (await Admin.Get($"{Keys}/{id}").Expect(200)).String("status"));
    }

    [Fact]
    public async Task Delete_RevokesAndSaysDeleted()
    {
        var (key, id) = await NewKeyAsync();
        var deleted = await Admin.Delete($"{Keys}/{id}").Expect(200);
        Assert.Equal("organization.project.api_key.deleted", deleted.String("object"));
        Assert.True(deleted.Body.GetProperty("deleted").GetBoolean());
        await WhoAsync(key).ExpectError(401, "invalid_api_key");
    }

    [Fact]
    public async Task List_Pages_OldestFirst()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            ids.Add((await NewKeyAsync()).Id);
        }

        var first = await Admin.Get($"{Keys}?limit=3").Expect(200);
        Assert.Equal(ids[..3], first.Data.Select(key => key.GetProperty("id").GetString()));
        Assert.True(first.Body.GetProperty("has_more").GetBoolean());
        var second = await Admin.Get($"{Keys}?limit=3&after={first.String("last_id")}").Expect(200);
        Assert.Equal(ids[3..], second.Data.Select(key => key.GetProperty("id").GetString()));
        Assert.False(second.Body.GetProperty("has_more").GetBoolean());
        await Admin.Get($"{Keys}?limit=0").ExpectError(400, "invalid_value", "limit");
    }

    [Fact]
    public async Task AnotherOrganizationsIds_Are404()
    {
        var (_, id) = await NewKeyAsync();
        var (_, otherProject, other) = await NewOrganizationAsync();
        var theirs = $"/v1/organization/projects/{otherProject}/api_keys";
        foreach (var path in new[] { Keys, $"{theirs}/{id}", $"{Keys}/{id}", $"{Keys}/{id}/tokens" })
            await other.Get(path).ExpectError(404, "not_found");
        await other.Post(Keys, new { name = "k" }).ExpectError(404, "not_found");
        foreach (var verb in new[] { "", "/rotate", "/disable", "/enable", "/revoke" })
            await other.Post($"{theirs}/{id}{verb}").ExpectError(404, "not_found");
        await other.Delete($"{theirs}/{id}").ExpectError(404, "not_found");
        Assert.Empty((await other.Get(theirs).Expect(200)).Data);
        Assert.Equal("active", (await Admin.Get($"{Keys}/{id}").Expect(200)).String("status"));
        await Admin.Get($"{Keys}/key_unknown").ExpectError(404, "not_found");
    }

    [Fact]
    public async Task ArchivedProjectOrOrganization_StopsItsKeysAndTakesNoNewOnes()
    {
        var (id, projectId, admin) = await NewOrganizationAsync();
        var path = $"/v1/organization/projects/{projectId}/api_keys";
        var (key, _) = await NewKeyAsync(path: path, by: admin);
        var (token, _) = await NewTokenAsync(key);
        var second = (await admin.Post("/v1/organization/projects", new { name = "second" }).Expect(200)).String("id");
        var (survivor, _) = await NewKeyAsync(path: $"/v1/organization/projects/{second}/api_keys", by: admin);
        var (adminKey, _) = await NewKeyAsync(path: "/v1/organization/admin_api_keys", by: admin);
        foreach (var credential in new[] { key, token, survivor, adminKey }) await WhoAsync(credential).Expect(200);

        await admin.Post($"/v1/organization/projects/{projectId}/archive").Expect(200);
        Assert.Contains("archived", (await WhoAsync(key).ExpectError(401, "invalid_api_key")).Message, StringComparison.Ordinal);
        await WhoAsync(token).ExpectError(401, "token_revoked");
        await WhoAsync(survivor).Expect(200);
        await admin.Post(path, new { name = "k" }).ExpectError(409, "conflict", "project");

        await Admin.Post($"/v1/system/organizations/{id}/archive").Expect(200);
        await WhoAsync(survivor).ExpectError(401, "invalid_api_key");
        await WhoAsync(adminKey).ExpectError(401, "invalid_api_key");
        await admin.Post("/v1/organization/admin_api_keys", new { name = "k" }).ExpectError(409, "conflict", "project");
    }

    [Fact]
    public async Task LastUsed_IsWrittenInBatches()
    {
        var (key, id) = await NewKeyAsync();
        var (unused, unusedId) = await NewKeyAsync();
        Assert.NotEqual(key, unused);
        Clock.Advance(TimeSpan.FromSeconds(5));
        var usedAt = Clock.Seconds;
        await WhoAsync(key).Expect(200);
        await Upkeep.RunOnceAsync();
        Assert.Equal(usedAt, (await Admin.Get($"{Keys}/{id}").Expect(200)).Number("last_used_at"));
        Assert.Equal(JsonValueKind.Null, (await Admin.Get($"{Keys}/{unusedId}")).Body.GetProperty("last_used_at").ValueKind);

        Clock.Advance(TimeSpan.FromMinutes(1));
        var (token, _) = await NewTokenAsync(key);
        await WhoAsync(token).Expect(200);
        await Upkeep.RunOnceAsync();
        Assert.Equal(usedAt + 60, (await Admin.Get($"{Keys}/{id}").Expect(200)).Number("last_used_at"));
    }
}
