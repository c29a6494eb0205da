using Farebox.Kernel.Credentials;

namespace Farebox.Server.Tests.Credentials;

public sealed class AdminKeyTests : CredentialTest
{
    private const string AdminKeys = "/v1/organization/admin_api_keys";
    private const string OperatorKeys = "/v1/system/admin_api_keys";

    [Fact]
    public async Task AdminKey_ManagesItsOrganizationAndNoOther()
    {
        var (_, otherProject, _) = await NewOrganizationAsync();
        var made = await Admin.Post(AdminKeys, new { name = "admin" }).Expect(200);
        Assert.Equal("organization.admin_api_key", made.String("object"));
        Assert.StartsWith("sk-fba", made.String("value"), StringComparison.Ordinal);
        var admin = With(made.String("value"));
        Assert.Equal("admin_key", (await admin.Get("/v1/key").Expect(200)).String("kind"));
        await admin.Get(Keys).Expect(200);
        await admin.Get($"/v1/organization/projects/{otherProject}/api_keys").ExpectError(404, "not_found");
        await admin.Get("/v1/system/organizations").ExpectError(401, null);
        await admin.Get(OperatorKeys).ExpectError(401, null);
        await admin.Post(OperatorKeys, new { name = "operator" }).ExpectError(401, null);
    }

    [Fact]
    public async Task AdminKey_CannotBeGivenAnOperatorsScopes() =>
        await Admin.Post(AdminKeys, new { name = "k", scopes = new[] { "system.read" } }).ExpectError(400, "invalid_value", "scopes");

    [Fact]
    public async Task OperatorKey_ActsOnTheOrganizationThatItNames()
    {
        var (id, projectId, _) = await NewOrganizationAsync();
        var (key, keyId) = await NewKeyAsync(path: OperatorKeys);
        var reply = await Wire.SendAsync(With(key), HttpMethod.Get, "/v1/organization/projects", null, ("OpenAI-Organization", id)).Expect(200);
        Assert.Equal(projectId, reply.Data.Single().GetProperty("id").GetString());
        Assert.Equal(id, reply.Response.Headers.GetValues("openai-organization").Single());
        Assert.Equal(Farebox.ProjectId, (await With(key).Get("/v1/organization/projects").Expect(200)).Data.Single().GetProperty("id").GetString());
        await Wire.SendAsync(With(key), HttpMethod.Get, "/v1/key", null, ("OpenAI-Organization", "org_unknown"))
            .ExpectError(401, "mismatched_organization");

        await Admin.Post($"{OperatorKeys}/{keyId}/revoke").Expect(200);
        await WhoAsync(key).ExpectError(401, "invalid_api_key");
        await Admin.Get($"{AdminKeys}/{keyId}").ExpectError(404, "not_found");
    }

    [Fact]
    public async Task Lists_OfTheThreeKinds_DoNotMix()
    {
        var (_, project) = await NewKeyAsync();
        var (_, admin) = await NewKeyAsync(path: AdminKeys);
        var (_, op) = await NewKeyAsync(path: OperatorKeys);
        async Task<string[]> Ids(string path) => [.. (await Admin.Get(path).Expect(200)).Data.Select(key => key.GetProperty("id").GetString()!)];
        Assert.Equal([project], await Ids(Keys));
        Assert.Equal([admin], await Ids(AdminKeys));
        Assert.Contains(op, await Ids(OperatorKeys));
        Assert.Equal(2, (await Ids(OperatorKeys)).Length); // With that of the options.
    }

    [Fact]
    public async Task RestrictedAdmin_CannotMakeAKeyWiderThanItself()
    {
        var (key, _) = await NewKeyAsync(new { name = "keys only", scopes = new[] { "keys.read", "keys.write" } }, AdminKeys);
        var admin = With(key);
        var wider = await admin.Post(AdminKeys, new { name = "k" }).ExpectError(400, "invalid_value", "permissions");
        Assert.Contains("projects.write", wider.Message, StringComparison.Ordinal);
        await admin.Post(AdminKeys, new { name = "k", scopes = new[] { "projects.write" } }).ExpectError(400, "invalid_value", "scopes");
        await admin.Post(AdminKeys, new { name = "k", permissions = "read_only" }).ExpectError(400, "invalid_value", "permissions");
        await admin.Post(Keys, new { name = "k", scopes = new[] { "billing.read" } }).ExpectError(400, "invalid_value", "scopes");

        await admin.Post(AdminKeys, new { name = "k", scopes = new[] { "keys.write" } }).Expect(200);
        await admin.Post(Keys, new { name = "k", scopes = new[] { "model.request", "model.read", "tokens.create" } }).Expect(200);
    }

    [Fact]
    public async Task RestrictedAdmin_CannotWidenOrTakeOverAnotherKey()
    {
        var (_, wideId) = await NewKeyAsync(new { name = "wide" }, AdminKeys);
        var (key, ownId) = await NewKeyAsync(new { name = "keys only", scopes = new[] { "keys.read", "keys.write" } }, AdminKeys);
        var admin = With(key);
        var taken = await admin.Post($"{AdminKeys}/{wideId}/rotate").ExpectError(401, null);
        Assert.Contains("projects.write", taken.Message, StringComparison.Ordinal);
        await admin.Post($"{AdminKeys}/{ownId}", new { permissions = "all" }).ExpectError(400, "invalid_value", "permissions");
        await admin.Post($"{AdminKeys}/{ownId}", new { scopes = new[] { "keys.write", "system.write" } }).ExpectError(400, "invalid_value", "scopes");

        // What it has already is not handed out: it may be kept or narrowed, and its name changed.
        await admin.Post($"{AdminKeys}/{wideId}", new { name = "renamed" }).Expect(200);
        await admin.Post($"{AdminKeys}/{wideId}", new { scopes = new[] { "projects.write", "keys.read" } }).Expect(200);
        await admin.Post($"{AdminKeys}/{ownId}/rotate").Expect(200);
    }

    [Fact]
    public async Task UnknownAdminKey_Is401()
    {
        var key = KeyText.NewAdminKey();
        Assert.Contains("sk-fba…" + key[^4..], (await WhoAsync(key).ExpectError(401, "invalid_api_key")).Message, StringComparison.Ordinal);
    }
}
