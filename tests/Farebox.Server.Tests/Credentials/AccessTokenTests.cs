using System.Text;
using System.Text.Json;

namespace Farebox.Server.Tests.Credentials;

public sealed class AccessTokenTests : CredentialTest
{
    [Fact]
    public async Task Create_NoBody_GivesAnHourOfAllThatTheKeyHas()
    {
        var (key, keyId) = await NewKeyAsync();
        var minted = await With(key).Post("/v1/tokens").Expect(200);
        Assert.Equal("no-store", minted.Response.Headers.CacheControl!.ToString());
        Assert.Equal(
            ["access_token", "token_type", "expires_in", "expires_at", "scope", "token_id"], minted.Body.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("Bearer", 3600, Clock.Seconds + 3600), (minted.String("token_type"), minted.Number("expires_in"), minted.Number("expires_at")));
        Assert.Contains("model.request", minted.String("scope"), StringComparison.Ordinal);

        var who = await WhoAsync(minted.String("access_token")).Expect(200);
        Assert.Equal(("access_token", keyId, minted.String("token_id")), (who.String("kind"), who.String("key_id"), who.String("token_id")));
        Assert.Equal(minted.Number("expires_at"), who.Number("expires_at"));
        Assert.StartsWith("eyJ…", who.String("redacted_value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_EveryMember_NarrowsTheToken()
    {
        var (key, keyId) = await NewKeyAsync(new { name = "k", models = new[] { "gpt-4*", "eliza" } });
        var (token, id) = await NewTokenAsync(key, new
        {
            expires_in = 60, scope = "model.read model.request:chat", models = new[] { "gpt-4o" }, allowed_ips = new[] { "127.0.0.1" },
            label = "a job", user = "somebody",
        });
        var who = await WhoAsync(token).Expect(200);
        Assert.Equal(["model.read", "model.request:chat"], Strings(who.Body, "scopes"));
        Assert.Equal(["gpt-4o"], Strings(who.Body, "models"));
        Assert.Equal(["127.0.0.1"], Strings(who.Body, "allowed_ips"));
        Assert.Equal("a job", who.String("name"));

        var row = (await Admin.Get($"{Keys}/{keyId}/tokens").Expect(200)).Data.Single();
        Assert.Equal(id, row.GetProperty("id").GetString());
        Assert.Equal("model.read model.request:chat", row.GetProperty("scope").GetString());
        Assert.Equal(("a job", "somebody", "active"),
            (row.GetProperty("label").GetString(), row.GetProperty("user").GetString(), row.GetProperty("status").GetString()));
        Assert.Equal((1, JsonValueKind.Null), (row.GetProperty("depth").GetInt32(), row.GetProperty("parent_token_id").ValueKind));
        Assert.DoesNotContain(token[^20..], (await Admin.Get($"{Keys}/{keyId}/tokens")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_BadMember_Is400AndNamesIt()
    {
        (string Body, string Code, string Param)[] cases =
        [
            ("""{"expires_in":59}""", "invalid_value", "expires_in"),
            ("""{"expires_in":86401}""", "invalid_value", "expires_in"),
            ("""{"expires_in":"60"}""", "invalid_type", "expires_in"),
            ("""{"scope":"keys.write"}""", "invalid_value", "scope"),
            ("""{"scope":"model.reed"}""", "invalid_value", "scope"),
            ("""{"scope":""}""", "invalid_value", "scope"),
            ("""{"scope":"model.request:images"}""", "invalid_value", "scope"),
            ("""{"models":["*"]}""", "invalid_value", "models"),
            ("""{"models":["gpt-5"]}""", "invalid_value", "models"),
            ("""{"models":[]}""", "invalid_value", "models"),
            ("""{"models":[""]}""", "invalid_value", "models"),
            ("""{"allowed_ips":["example.org"]}""", "invalid_value", "allowed_ips"),
            ("""{"label":"a\nb"}""", "invalid_value", "label"),
            ("""{"user":"\u0000"}""", "invalid_value", "user"),
            ("""{"max_spend_usd":"0"}""", "invalid_value", "max_spend_usd"),
            ("""{"max_spend_usd":-1}""", "invalid_value", "max_spend_usd"),
            ("""{"max_spend_usd":"0.0000000001"}""", "invalid_value", "max_spend_usd"),
            ("""{"max_spend_usd":1e2}""", "invalid_value", "max_spend_usd"),
            ("""{"max_spend_usd":true}""", "invalid_type", "max_spend_usd"),
            ("""{"max_requests":0}""", "invalid_value", "max_requests"),
            ("""{"max_requests":"100"}""", "invalid_type", "max_requests"),
            ("""{"rpm":0}""", "invalid_value", "rpm"),
            ("""{"rpm":"10"}""", "invalid_type", "rpm"),
            ("""{"ttl":10}""", "unknown_parameter", "ttl"),
        ];
        var (key, _) = await NewKeyAsync(
            new { name = "k", models = new[] { "gpt-4*" }, scopes = new[] { "model.read", "model.request:chat", "tokens.create" } });
        foreach (var (body, code, param) in cases)
        {
            var reply = await With(key).PostText("/v1/tokens", body).ExpectError(400, code, param);
            Assert.Contains(param, reply.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Create_NullMembersAndLimitsOfTheRange_AreTaken()
    {
        var (key, _) = await NewKeyAsync();
        await With(key).PostText("/v1/tokens", """{"max_spend_usd":null,"max_requests":null,"rpm":null,"scope":null,"expires_in":60}""").Expect(200);
        await With(key).PostText("/v1/tokens", """{"expires_in":86400}""").Expect(200);
        await With(key).PostText("/v1/tokens", "[]").Expect(400);
    }

    [Fact]
    public async Task Create_FromAToken_NarrowsFurtherUpToFourInARow()
    {
        var (credential, _) = await NewKeyAsync();
        for (var depth = 1; depth <= 4; depth++) credential = (await NewTokenAsync(credential, new { allowed_ips = new[] { "127.0.0.1" } })).Value;
        await WhoAsync(credential).Expect(200);
        var reply = await With(credential).Post("/v1/tokens").ExpectError(400, "invalid_value");
        Assert.Contains("last of 4", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_FromAToken_IsNeverWider()
    {
        var (key, _) = await NewKeyAsync();
        var (token, _) = await NewTokenAsync(key, new
        {
            expires_in = 600, scope = "tokens.create model.read", models = new[] { "eliza" }, allowed_ips = new[] { "127.0.0.0/8" },
        });
        var child = With(token);
        await child.Post("/v1/tokens", new { scope = "model.request:chat" }).ExpectError(400, "invalid_value", "scope");
        await child.Post("/v1/tokens", new { models = new[] { "gpt-4o" } }).ExpectError(400, "invalid_value", "models");
        await child.Post("/v1/tokens", new { allowed_ips = Array.Empty<string>() }).ExpectError(400, "invalid_value", "allowed_ips");
        await child.Post("/v1/tokens", new { expires_in = 601 }).ExpectError(400, "invalid_value", "expires_in");
        var minted = await child.Post("/v1/tokens").Expect(200);
        Assert.Equal((600, "model.read tokens.create"), (minted.Number("expires_in"), minted.String("scope")));

        var (mute, _) = await NewTokenAsync(key, new { scope = "model.read" });
        await With(mute).Post("/v1/tokens").ExpectError(401, null);
    }

    [Fact]
    public async Task KeyThatIsNarrowed_NarrowsItsTokens()
    {
        var (key, id) = await NewKeyAsync();
        var (token, _) = await NewTokenAsync(key);
        await WhoAsync(token).Expect(200);
        await Admin.Post($"{Keys}/{id}", new { permissions = "read_only", models = new[] { "eliza" } }).Expect(200);
        var who = await WhoAsync(token).Expect(200);
        Assert.DoesNotContain("model.request", Strings(who.Body, "scopes"));
        Assert.Equal(["eliza"], Strings(who.Body, "models"));
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("disable")]
    public async Task KeyThatStops_StopsItsTokensAtOnce(string verb)
    {
        var (key, id) = await NewKeyAsync();
        var (token, tokenId) = await NewTokenAsync(key);
        var (child, _) = await NewTokenAsync(token);
        foreach (var credential in new[] { token, child }) await WhoAsync(credential).Expect(200);
        await Admin.Post($"{Keys}/{id}/{verb}").Expect(200);
        foreach (var credential in new[] { token, child }) await WhoAsync(credential).ExpectError(401, "token_revoked");
        var rows = (await Admin.Get($"{Keys}/{id}/tokens").Expect(200)).Data;
        Assert.All(rows, row => Assert.Equal("revoked", row.GetProperty("status").GetString()));
        Assert.Contains(rows, row => row.GetProperty("id").GetString() == tokenId);
    }

    [Fact]
    public async Task Revoke_TakesItsDescendantsAndNobodyElse()
    {
        var (key, keyId) = await NewKeyAsync();
        var (parent, parentId) = await NewTokenAsync(key);
        var (child, _) = await NewTokenAsync(parent);
        var (grandchild, _) = await NewTokenAsync(child);
        var (sibling, _) = await NewTokenAsync(key);
        foreach (var token in new[] { parent, child, grandchild, sibling }) await WhoAsync(token).Expect(200);

        var revoked = await Admin.Delete($"{Keys}/{keyId}/tokens/{parentId}").Expect(200);
        Assert.Equal(("revoked", Clock.Seconds), (revoked.String("status"), revoked.Number("revoked_at")));
        foreach (var token in new[] { parent, child, grandchild }) await WhoAsync(token).ExpectError(401, "token_revoked");
        await WhoAsync(sibling).Expect(200);
        await With(key).Delete($"/v1/tokens/{parentId}").Expect(200);
    }

    [Fact]
    public async Task Lists_ShowOnlyWhatCameFromTheCaller()
    {
        var (key, _) = await NewKeyAsync();
        var (parent, parentId) = await NewTokenAsync(key);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var (child, childId) = await NewTokenAsync(parent);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var (_, grandchildId) = await NewTokenAsync(child);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var (_, siblingId) = await NewTokenAsync(key);
        var (otherKey, _) = await NewKeyAsync();

        async Task<string[]> Ids(string credential, string query = "") =>
            [.. (await With(credential).Get("/v1/tokens" + query).Expect(200)).Data.Select(token => token.GetProperty("id").GetString()!)];
        Assert.Equal([siblingId, grandchildId, childId, parentId], await Ids(key));
        Assert.Equal([grandchildId, childId], await Ids(key, $"?limit=2&after={siblingId}"));
        Assert.Equal([grandchildId, childId], await Ids(parent));
        Assert.Equal([grandchildId], await Ids(child));
        Assert.Empty(await Ids(otherKey));

        await With(parent).Get($"/v1/tokens/{grandchildId}").Expect(200);
        await With(child).Get($"/v1/tokens/{parentId}").ExpectError(404, "not_found");
        await With(child).Delete($"/v1/tokens/{siblingId}").ExpectError(404, "not_found");
        await With(otherKey).Get($"/v1/tokens/{parentId}").ExpectError(404, "not_found");
        await With(otherKey).Delete($"/v1/tokens/{parentId}").ExpectError(404, "not_found");
        Assert.Equal("active", (await With(key).Get($"/v1/tokens/{siblingId}").Expect(200)).String("status"));
    }

    [Fact]
    public async Task AnotherOrganization_CannotReachTheTokens()
    {
        var (key, keyId) = await NewKeyAsync();
        var (token, tokenId) = await NewTokenAsync(key);
        var (_, otherProject, other) = await NewOrganizationAsync();
        foreach (var project in new[] { Farebox.ProjectId, otherProject })
        {
            var path = $"/v1/organization/projects/{project}/api_keys/{keyId}/tokens";
            await other.Get(path).ExpectError(404, "not_found");
            await other.Delete($"{path}/{tokenId}").ExpectError(404, "not_found");
        }

        await WhoAsync(token).Expect(200);
    }

    [Fact]
    public async Task Purge_DeletesWhatExpiredLongAgo()
    {
        var (key, keyId) = await NewKeyAsync();
        var (old, _) = await NewTokenAsync(key);
        Clock.Advance(TimeSpan.FromDays(6));
        var (_, recentId) = await NewTokenAsync(key);
        await Upkeep.RunOnceAsync();
        Assert.Equal(2, (await Admin.Get($"{Keys}/{keyId}/tokens").Expect(200)).Data.Length);
        Clock.Advance(TimeSpan.FromDays(2));
        await Upkeep.RunOnceAsync();
        Assert.Equal(recentId, (await Admin.Get($"{Keys}/{keyId}/tokens").Expect(200)).Data.Single().GetProperty("id").GetString());
        await WhoAsync(old).ExpectError(401, "token_expired");
    }

    [Fact]
    public async Task Text_IsAJwtOfLessThan2KiB_ThatSaysLittle()
    {
        var (key, keyId) = await NewKeyAsync();
        var models = Enumerable.Range(0, 100).Select(i => $"model-{i}-" + new string('m', 100));
        var (token, id) = await NewTokenAsync(key, new { models, label = "a label" });
        Assert.InRange(token.Length, 100, 1000);
        var parts = token.Split('.').Select(part => part.Replace('-', '+').Replace('_', '/')).ToArray();
        var header = Decode(parts[0]);
        Assert.Equal(("at+jwt", "ES256"), (header.GetProperty("typ").GetString(), header.GetProperty("alg").GetString()));
        var claims = Decode(parts[1]);
        Assert.Equal(["aud", "client_id", "exp", "iat", "iss", "jti", "scope", "sub"], claims.EnumerateObject().Select(claim => claim.Name).Order());
        Assert.Equal((keyId, id), (claims.GetProperty("sub").GetString(), claims.GetProperty("jti").GetString()));
        Assert.Equal(Clock.Seconds + 3600, claims.GetProperty("exp").GetInt64());
    }

    private static JsonElement Decode(string part) =>
        JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '='))));
}
