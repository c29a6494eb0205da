using System.Text.Json;
using Farebox.Server.Tests.Credentials;

namespace Farebox.Server.Tests.Audit;

public sealed class AuditEndpointsTests : CredentialTest
{
    private const string Path = "/v1/organization/audit_logs";
    private const string System = "/v1/system/audit_logs";
    private const string Projects = "/v1/organization/projects";

    [Fact]
    public async Task Event_HasOpenAisShape_WithWhatWasBefore()
    {
        var project = (await Admin.Post(Projects, new { name = "old" }).Expect(200)).String("id");
        using var content = new StringContent("""{"name":"new"}""");
        var call = await Wire.SendAsync(Admin, HttpMethod.Post, $"{Projects}/{project}", content, ("User-Agent", "Auditor/1.0 " + new string('x', 500))).Expect(200);
        var seen = (await Admin.Get(Path + "?limit=1").Expect(200)).Data[0];
        Assert.StartsWith("audit_log-", seen.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal(("project.updated", Clock.Seconds), (seen.GetProperty("type").GetString(), seen.GetProperty("effective_at").GetInt64()));
        Assert.Equal($$"""{"id":"{{project}}","name":"new"}""", seen.GetProperty("project").GetRawText());
        Assert.Equal(
            $$$"""{"id":"{{{project}}}","changes_requested":{"name":"new"},"previous":{"name":"old"}}""", seen.GetProperty("project.updated").GetRawText());
        var actor = seen.GetProperty("actor");
        Assert.Equal(("api_key", "127.0.0.1"), (actor.GetProperty("type").GetString(), actor.GetProperty("ip_address").GetString()));
        Assert.Equal(256, actor.GetProperty("user_agent").GetString()!.Length);
        var me = await WhoAsync(Farebox.Options.AdminKey).Expect(200);
        var key = actor.GetProperty("api_key");
        Assert.Equal(
            (me.String("key_id"), "admin_key", me.String("redacted_value")),
            (key.GetProperty("id").GetString(), key.GetProperty("kind").GetString(), key.GetProperty("redacted_value").GetString()));
        Assert.Equal(call.Response.Headers.GetValues("x-request-id").Single(), seen.GetProperty("request_id").GetString());
    }

    [Fact]
    public async Task Event_IsShownById_ToItsOwnOrganizationAndToOperators()
    {
        var (other, _, _) = await NewOrganizationAsync();
        await Admin.Post(Projects, new { name = "one" }).Expect(200);
        var own = (await Admin.Get(Path + "?limit=1").Expect(200)).Data[0];
        var id = own.GetProperty("id").GetString();
        Assert.Equal(own.GetRawText(), (await Admin.Get($"{Path}/{id}").Expect(200)).Body.GetRawText());
        Assert.Equal(own.GetRawText(), (await Admin.Get($"{System}/{id}").Expect(200)).Body.GetRawText());

        var theirs = (await Admin.Get($"{System}?resource_ids[]={other}").Expect(200)).Data[0].GetProperty("id").GetString();
        await Admin.Get($"{System}/{theirs}").Expect(200);
        await Admin.Get($"{Path}/{theirs}").ExpectError(404, "not_found");
        await Admin.Get($"{System}/audit_log-none").ExpectError(404, "not_found");
    }

    [Fact]
    public async Task Proof_SaysThatTheLogIsSound_AndWhereItEnds()
    {
        var proof = await Admin.Get("/v1/system/audit_proof").Expect(200);
        Assert.True(proof.Body.GetProperty("sound").GetBoolean());
        Assert.Equal(proof.Number("events") + ":", proof.String("head")[..(proof.String("head").IndexOf(':', StringComparison.Ordinal) + 1)]);
        var before = proof.Number("events");
        await Admin.Post(Projects, new { name = "one" }).Expect(200);
        Assert.Equal(before + 1, (await Admin.Get("/v1/system/audit_proof").Expect(200)).Number("events"));
    }

    [Fact]
    public async Task AccessTokens_ActUnderTheirOwnId()
    {
        var (key, keyId) = await NewKeyAsync();
        var (token, id) = await NewTokenAsync(key);
        var (_, child) = await NewTokenAsync(token);
        var seen = await ListAsync($"{Path}?actor_ids[]={id}");
        var told = Assert.Single(seen);
        Assert.Equal(("access_token.created", child), (told.GetProperty("type").GetString(), told.GetProperty("access_token.created").GetProperty("id").GetString()));
        var actor = told.GetProperty("actor").GetProperty("api_key");
        Assert.Equal((keyId, id, "access_token"), (actor.GetProperty("id").GetString(), actor.GetProperty("token_id").GetString(), actor.GetProperty("kind").GetString()));
        Assert.Equal(Farebox.ProjectId, told.GetProperty("project").GetProperty("id").GetString());
        Assert.Equal(2, (await ListAsync($"{Path}?actor_ids={keyId}")).Length);
    }

    [Fact]
    public async Task FirstStart_IsTold_AndByNobody()
    {
        var seen = (await ListAsync(System + "?limit=100")).Where(row => row.GetProperty("type").GetString() != "tier.updated").ToList();
        Assert.Equal(
            ["admin_api_key.created", "organization.created", "project.created", "signing_key.created"],
            seen.Select(row => row.GetProperty("type").GetString()).Order());
        Assert.All(seen, row => Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (row.GetProperty("actor").ValueKind, row.GetProperty("request_id").ValueKind)));
        Assert.Contains(Farebox.Logs.Lines, line => line.Contains("The audit log has 4 events and ends with", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Filters_Narrow()
    {
        var start = Clock.Seconds;
        var first = (await Admin.Post(Projects, new { name = "first" }).Expect(200)).String("id");
        Clock.Advance(TimeSpan.FromSeconds(10));
        var second = (await Admin.Post(Projects, new { name = "second" }).Expect(200)).String("id");
        await Admin.Post($"{Projects}/{first}/archive").Expect(200);
        Assert.Equal(["project.archived", "project.created"], await TypesAsync($"?project_ids[]={first}"));
        Assert.Equal(["project.archived", "project.created"], await TypesAsync($"?resource_ids[]={first}"));
        Assert.Equal(3, (await TypesAsync($"?project_ids={first}&project_ids={second}")).Length);
        Assert.Equal(["project.archived"], await TypesAsync("?event_types[]=project.archived"));
        Assert.Equal(["project.archived", "project.created"], await TypesAsync($"?effective_at[gte]={start + 10}"));
        Assert.Equal(["project.archived", "project.created"], await TypesAsync($"?effective_at[gt]={start}&effective_at[lte]={start + 10}"));
        Assert.Empty(await TypesAsync($"?effective_at[gt]={start}&effective_at[lt]={start + 10}"));
        Assert.Empty(await TypesAsync("?actor_emails[]=somebody@example.com"));
        Assert.Empty(await TypesAsync("?tenant_only=true"));
        await Admin.Get(Path + "?event_types[]=project.invented").ExpectError(400, "invalid_value", "event_types");
        await Admin.Get(Path + "?effective_at[gte]=yesterday").ExpectError(400, "invalid_value", "effective_at[gte]");
        await Admin.Get(Path + "?effective_at=1").ExpectError(400, "unknown_parameter", "effective_at");
        await Admin.Get(Path + "?limit=101").ExpectError(400, "invalid_value", "limit");
        await Admin.Get(Path + "?organization_ids[]=org_1").ExpectError(400, "unknown_parameter", "organization_ids[]");
        await Admin.Get(Path + "?after=audit_log-0").ExpectError(400, "invalid_value", "after");
        await Admin.Get(Path + "?before=audit_log-0").ExpectError(400, "invalid_value", "before");
    }

    [Fact]
    public async Task Pages_GoBackAndForth()
    {
        for (var i = 0; i < 7; i++) await Admin.Post(Projects, new { name = $"project {i}" }).Expect(200);
        const string Filter = Path + "?event_types[]=project.created&limit=3";
        var pages = new List<Reply> { await Admin.Get(Filter).Expect(200) };
        while (pages[^1].Body.GetProperty("has_more").GetBoolean()) pages.Add(await Admin.Get($"{Filter}&after={pages[^1].String("last_id")}").Expect(200));
        Assert.Equal([3, 3, 2], pages.Select(page => page.Data.Length)); // With the first start's.
        var back = await Admin.Get($"{Filter}&before={pages[2].String("first_id")}").Expect(200);
        Assert.Equal((pages[1].String("first_id"), pages[1].String("last_id"), true), (back.String("first_id"), back.String("last_id"), back.Body.GetProperty("has_more").GetBoolean()));
        back = await Admin.Get($"{Filter}&before={pages[1].String("first_id")}").Expect(200);
        Assert.Equal((pages[0].String("first_id"), false), (back.String("first_id"), back.Body.GetProperty("has_more").GetBoolean()));
    }

    [Fact]
    public async Task Organization_SeesItsOwn_AndTheOperatorAll()
    {
        var (other, otherProject, otherAdmin) = await NewOrganizationAsync();
        var foreign = Assert.Single(await ListAsync(Path + "?resource_ids[]=" + otherProject, otherAdmin));
        Assert.Equal(["project.created", "organization.created"], (await ListAsync(Path, otherAdmin)).Select(row => row.GetProperty("type").GetString()));
        Assert.DoesNotContain(await ListAsync(Path + "?limit=100"), row => row.GetProperty("organization_id").GetString() == other);
        await Admin.Get($"{Path}?after={foreign.GetProperty("id").GetString()}").ExpectError(400, "invalid_value", "after");
        Assert.Equal(2, (await ListAsync($"{System}?organization_ids[]={other}")).Length);
        Assert.Contains(await ListAsync(System + "?limit=100"), row => row.GetProperty("organization_id").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task Event_NamesItsOrganization_AsItIsCalledNow_AndTheInstallationsNamesNone()
    {
        var (other, _, _) = await NewOrganizationAsync();
        await Admin.Post($"/v1/system/organizations/{other}", new { name = "Now" }).Expect(200);
        Assert.All(await ListAsync($"{System}?organization_ids[]={other}"), row => Assert.Equal("Now", row.GetProperty("organization_name").GetString()));
        Assert.All(
            await ListAsync(System + "?limit=100"),
            row => Assert.Equal(row.GetProperty("organization_id").ValueKind == JsonValueKind.String, row.TryGetProperty("organization_name", out _)));
    }

    [Fact]
    public async Task Scope_IsAskedFor()
    {
        var (apiKey, _) = await NewKeyAsync();
        await With(apiKey).Get(Path).ExpectError(401, null);
        const string AdminKeys = "/v1/organization/admin_api_keys";
        var (all, _) = await NewKeyAsync(new { name = "all" }, AdminKeys);
        var (reader, _) = await NewKeyAsync(new { name = "reader", scopes = new[] { "audit.read" } }, AdminKeys);
        var (looker, _) = await NewKeyAsync(new { name = "looker", permissions = "read_only" }, AdminKeys);
        var (blind, _) = await NewKeyAsync(new { name = "blind", scopes = new[] { "projects.write", "keys.write", "logs.read" } }, AdminKeys);
        foreach (var able in new[] { all, reader, looker })
        {
            await With(able).Get(Path).Expect(200);
            await With(able).Get(System).ExpectError(401, null);
        }

        Assert.Contains("audit.read", (await With(blind).Get(Path).ExpectError(401, null)).Message, StringComparison.Ordinal);
        await Admin.Get(System).Expect(200);
    }

    [Fact]
    public async Task RefusedCalls_LeaveNone()
    {
        var (key, keyId) = await NewKeyAsync();
        var project = (await Admin.Post(Projects, new { name = "gone" }).Expect(200)).String("id");
        await Admin.Post($"{Projects}/{project}/archive").Expect(200);
        var before = (await AuditReading.AllAsync(Farebox)).Count;

        await Admin.Post(Projects, new { name = "" }).Expect(400);
        await Admin.Post($"{Projects}/proj_none", new { name = "x" }).Expect(404);
        await Admin.Post($"{Projects}/{project}/archive").Expect(200); // A second time changes nothing.
        await Admin.Post("/v1/system/organizations", new { name = "default" }).Expect(409);
        await Admin.Post($"{Projects}/{project}/api_keys", new { name = "x" }).Expect(409);
        await Admin.Post($"{Keys}/{keyId}/enable").Expect(200); // It is.
        await Admin.Post($"{Keys}/key_none/revoke").Expect(404);
        await Admin.Delete("/v1/organization/budgets/budget_none").Expect(404);
        await Admin.Post("/v1/organization/vouchers/redeem", new { code = "FBV-00000-00000-00000-00000-00000" }).Expect(400);
        await Admin.Post("/v1/system/vouchers/voucher_none/revoke").Expect(404);
        await Admin.Delete("/v1/system/upstreams/up_none").Expect(404);
        await Admin.Delete("/v1/system/aliases/none").Expect(404);
        await Admin.Post("/v1/system/multipliers", new { organization_id = "org_none", multiplier = "2" }).Expect(404);
        await With(key).Post("/v1/tokens", new { expires_in = 1 }).Expect(400);
        await With(key).Delete("/v1/tokens/tok_none").Expect(404);
        await With(key).Post(Projects, new { name = "x" }).Expect(401);
        await With("sk-fbx0").Post("/v1/tokens").Expect(401);
        Assert.Equal(before, (await AuditReading.AllAsync(Farebox)).Count);
    }

    [Fact]
    public async Task Revoked_TellsHowManyTokensWent()
    {
        var (key, _) = await NewKeyAsync();
        var (token, id) = await NewTokenAsync(key);
        await NewTokenAsync(token);
        await With(key).Delete($"/v1/tokens/{id}").Expect(200);
        await With(key).Delete($"/v1/tokens/{id}").Expect(200);
        var told = Assert.Single(await ListAsync(Path + "?event_types[]=access_token.revoked")).GetProperty("access_token.revoked");
        Assert.Equal(2, told.GetProperty("changes_requested").GetProperty("revoked_tokens").GetInt64());
        Assert.Equal("active", told.GetProperty("previous").GetProperty("status").GetString());
    }

    private async Task<string[]> TypesAsync(string query)
    {
        var rows = await ListAsync(Path + query);
        return [.. rows.Select(row => row.GetProperty("type").GetString()!)];
    }

    private async Task<JsonElement[]> ListAsync(string path, HttpClient? by = null) => (await (by ?? Admin).Get(path).Expect(200)).Data;
}
