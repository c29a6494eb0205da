namespace Farebox.Server.Tests.Credentials;

/// <summary>Access tokens that are derived from a key by those who manage it, without its secret.</summary>
public sealed class KeyTokenTests : CredentialTest
{
    [Fact]
    public async Task Create_NoBody_GivesWhatTheKeyItselfWouldMint()
    {
        var (key, keyId) = await NewKeyAsync(new { name = "k", models = new[] { "eliza" } });
        var minted = await Admin.Post($"{Keys}/{keyId}/tokens").Expect(200);
        Assert.Equal("no-store", minted.Response.Headers.CacheControl!.ToString());
        var (own, _) = await NewTokenAsync(key);
        var (ours, theirs) = (await WhoAsync(minted.String("access_token")).Expect(200), await WhoAsync(own).Expect(200));
        Assert.Equal((keyId, "access_token"), (ours.String("key_id"), ours.String("kind")));
        Assert.Equal(Strings(theirs.Body, "scopes"), Strings(ours.Body, "scopes"));
        Assert.Equal(["eliza"], Strings(ours.Body, "models"));
        Assert.Equal(theirs.Number("expires_at"), ours.Number("expires_at"));
        await Chat(minted.String("access_token")).Expect(200);
    }

    [Fact]
    public async Task Create_WiderThanTheKey_IsRefused_AndNarrowerIsNot()
    {
        var (_, keyId) = await NewKeyAsync(new { name = "k", models = new[] { "eliza" }, expires_in = 600 });
        var path = $"{Keys}/{keyId}/tokens";
        await Admin.Post(path, new { models = new[] { "gpt-5" } }).ExpectError(400, "invalid_value", "models");
        await Admin.Post(path, new { expires_in = 601 }).ExpectError(400, "invalid_value", "expires_in");
        await Admin.Post(path, new { scope = "keys.write" }).ExpectError(400, "invalid_value", "scope");
        await Admin.Post(path, new { ttl = 1 }).ExpectError(400, "unknown_parameter", "ttl");
        var token = (await Admin.Post(path, new { scope = "model.read", expires_in = 60, max_requests = 1 }).Expect(200)).String("access_token");
        await With(token).Get("/v1/models").Expect(200);
        await Chat(token).ExpectError(401, null);
    }

    [Fact]
    public async Task Create_OfAKeyThatDoesNotWork_Is409()
    {
        var (_, disabled) = await NewKeyAsync();
        await Admin.Post($"{Keys}/{disabled}/disable").Expect(200);
        await Admin.Post($"{Keys}/{disabled}/tokens").ExpectError(409, "conflict", "status");
        await Admin.Post($"{Keys}/{disabled}/enable").Expect(200);
        await Admin.Post($"{Keys}/{disabled}/tokens").Expect(200);

        var (_, revoked) = await NewKeyAsync();
        await Admin.Post($"{Keys}/{revoked}/revoke").Expect(200);
        await Admin.Post($"{Keys}/{revoked}/tokens").ExpectError(409, "conflict", "status");

        var (_, expired) = await NewKeyAsync(new { name = "k", expires_in = 600 });
        await Admin.Post($"{Keys}/{expired}/tokens").Expect(200);
        Clock.Advance(TimeSpan.FromSeconds(600));
        await Admin.Post($"{Keys}/{expired}/tokens").ExpectError(409, "conflict", "status");

        var project = (await Admin.Post("/v1/organization/projects", new { name = "old" }).Expect(200)).String("id");
        var (_, archived) = await NewKeyAsync(path: $"/v1/organization/projects/{project}/api_keys");
        await Admin.Post($"/v1/organization/projects/{project}/archive").Expect(200);
        await Admin.Post($"/v1/organization/projects/{project}/api_keys/{archived}/tokens").ExpectError(409, "conflict", "status");
    }

    [Fact]
    public async Task Create_OfAKeyThatMayNotMint_Is409()
    {
        var (_, keyId) = await NewKeyAsync(new { name = "k", scopes = new[] { "model.request:chat" } });
        await Admin.Post($"{Keys}/{keyId}/tokens").ExpectError(409, "conflict", "scopes");
        await Admin.Post($"{Keys}/{keyId}", new { scopes = new[] { "model.request:chat", "tokens.create" } }).Expect(200);
        await Admin.Post($"{Keys}/{keyId}/tokens").Expect(200);
    }

    [Fact]
    public async Task Create_ByWhoLacksAScopeOfTheToken_IsRefused()
    {
        var (_, keyId) = await NewKeyAsync();
        var admin = await Admin.Post("/v1/organization/admin_api_keys", new { name = "a", scopes = new[] { "keys.read", "keys.write" } }).Expect(200);
        var client = With(admin.String("value"));
        await client.Post($"{Keys}/{keyId}/tokens").ExpectError(401, null);
        await client.Post($"{Keys}/{keyId}/tokens", new { scope = "model.request:chat" }).Expect(200);
    }

    [Fact]
    public async Task Create_WithoutKeysWrite_OrOfAnothersKey_IsRefused()
    {
        var (key, keyId) = await NewKeyAsync();
        await With(key).Post($"{Keys}/{keyId}/tokens").ExpectError(401, null);
        var (_, project, other) = await NewOrganizationAsync();
        await other.Post($"{Keys}/{keyId}/tokens").ExpectError(404, "not_found");
        await other.Post($"/v1/organization/projects/{project}/api_keys/{keyId}/tokens").ExpectError(404, "not_found");
        await Admin.Post($"{Keys}/key_none/tokens").ExpectError(404, "not_found");
    }

    [Fact]
    public async Task Token_DiesWithItsKey()
    {
        var (_, keyId) = await NewKeyAsync();
        var token = (await Admin.Post($"{Keys}/{keyId}/tokens").Expect(200)).String("access_token");
        await WhoAsync(token).Expect(200);
        await Admin.Post($"{Keys}/{keyId}/revoke").Expect(200);
        await WhoAsync(token).ExpectError(401, "token_revoked");
    }

    private Task<Reply> Chat(string credential) => With(credential).Post(
        "/v1/chat/completions", new { model = "eliza", messages = new[] { new { role = "user", content = "hello" } } });
}
