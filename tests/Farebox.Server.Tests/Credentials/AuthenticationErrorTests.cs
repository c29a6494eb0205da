using System.Text;
using Farebox.Kernel.Credentials;

namespace Farebox.Server.Tests.Credentials;

/// <summary>The rows of the error table that are about credentials.</summary>
public sealed class AuthenticationErrorTests : CredentialTest
{
    [Fact]
    public async Task NoCredential_Is401_AndSaysWhereTheKeyGoesAndWhereToGetOne()
    {
        var reply = await WhoAsync(null).ExpectError(401, null);
        Assert.Contains("Authorization: Bearer", reply.Message, StringComparison.Ordinal);
        Assert.Contains("basic authentication", reply.Message, StringComparison.Ordinal);
        Assert.Contains("farebox keys create", reply.Message, StringComparison.Ordinal);
        Assert.StartsWith("req_", reply.Response.Headers.GetValues("x-request-id").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeaderWithoutACredential_Is401LikeNone()
    {
        foreach (var header in new[] { "Digest abc", "Bearer", "Bearer   ", "Basic ???", "Basic bm9jb2xvbg==" })
            await Wire.SendAsync(With(null), HttpMethod.Get, "/v1/key", null, ("Authorization", header)).ExpectError(401, null);
    }

    [Fact]
    public async Task KeyInAnyOfTheAcceptedWays_IsTaken()
    {
        var (key, _) = await NewKeyAsync();
        var basic = Convert.ToBase64String(Encoding.ASCII.GetBytes("anybody:" + key));
        foreach (var header in new[] { "Bearer " + key, "bearer " + key, "BEARER   " + key, "Basic " + basic, "basic " + basic })
            await Wire.SendAsync(With(null), HttpMethod.Get, "/v1/key", null, ("Authorization", header)).Expect(200);
    }

    [Fact]
    public async Task WrongKey_Is401_AndShowsNoMoreThanTheLastFourCharacters()
    {
        var key = KeyText.NewApiKey();
        var reply = await WhoAsync(key).ExpectError(401, "invalid_api_key");
        Assert.Contains("sk-fbx…" + key[^4..], reply.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key[6..20], reply.Text, StringComparison.Ordinal);
        Assert.Empty(reply.Challenge);
    }

    [Fact]
    public async Task MistypedKey_Is401_AndSaysSo()
    {
        var key = KeyText.NewApiKey();
        var reply = await WhoAsync(key[..^1] + (key[^1] == 'a' ? 'b' : 'a')).ExpectError(401, "invalid_api_key");
        Assert.Contains("checksum", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RevokedDisabledAndExpiredKeys_Are401_EachWithItsReason()
    {
        var (key, id) = await NewKeyAsync(new { name = "k", expires_in = 60 });
        await Admin.Post($"{Keys}/{id}/disable").Expect(200);
        Assert.Contains("disabled", (await WhoAsync(key).ExpectError(401, "invalid_api_key")).Message, StringComparison.Ordinal);
        await Admin.Post($"{Keys}/{id}/enable").Expect(200);
        await WhoAsync(key).Expect(200);

        Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Contains("expired", (await WhoAsync(key).ExpectError(401, "invalid_api_key")).Message, StringComparison.Ordinal);

        await Admin.Post($"{Keys}/{id}/revoke").Expect(200);
        var revoked = await WhoAsync(key).ExpectError(401, "invalid_api_key");
        Assert.Contains("revoked", revoked.Message, StringComparison.Ordinal);
        Assert.Contains("…" + key[^4..], revoked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExpiredAndRevokedTokens_Are401_WithTheirCodesAndAChallenge()
    {
        var (key, _) = await NewKeyAsync();
        var (expiring, _) = await NewTokenAsync(key, new { expires_in = 60 });
        var (revoked, revokedId) = await NewTokenAsync(key);
        await WhoAsync(expiring).Expect(200);
        Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("Bearer error=\"invalid_token\"", (await WhoAsync(expiring).ExpectError(401, "token_expired")).Challenge);

        await WhoAsync(revoked).Expect(200);
        await With(key).Delete($"/v1/tokens/{revokedId}").Expect(200);
        Assert.Equal("Bearer error=\"invalid_token\"", (await WhoAsync(revoked).ExpectError(401, "token_revoked")).Challenge);
    }

    [Fact]
    public async Task AddressThatIsNotAllowed_Is401()
    {
        var (key, _) = await NewKeyAsync();
        var (elsewhere, _) = await NewTokenAsync(key, new { allowed_ips = new[] { "192.0.2.0/24" } });
        var (here, _) = await NewTokenAsync(key, new { allowed_ips = new[] { "192.0.2.0/24", "127.0.0.0/8", "::1" } });
        var reply = await WhoAsync(elsewhere).ExpectError(401, "ip_not_authorized");
        Assert.Contains("127.0.0.1", reply.Message, StringComparison.Ordinal);
        await WhoAsync(elsewhere).ExpectError(401, "ip_not_authorized");
        await WhoAsync(here).Expect(200);
    }

    [Fact]
    public async Task MissingScope_Is401WithoutACode_AndNamesIt()
    {
        var (key, _) = await NewKeyAsync(new { name = "k", scopes = new[] { "model.read" } });
        var reply = await With(key).Post("/v1/tokens").ExpectError(401, null);
        Assert.Contains("You have insufficient permissions for this operation. Missing scopes: tokens.create", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyOfTheWrongKind_MissesTheScope()
    {
        var (key, _) = await NewKeyAsync();
        var managing = await With(key).Get(Keys).ExpectError(401, null);
        Assert.Contains("keys.read", managing.Message, StringComparison.Ordinal);
        var minting = await Admin.Post("/v1/tokens").ExpectError(401, null);
        Assert.Contains("tokens.create", minting.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OrganizationAndProjectHeaders_HaveToMatch()
    {
        var (key, _) = await NewKeyAsync();
        var organizationId = (await WhoAsync(key).Expect(200)).String("organization_id");
        Task<Reply> Send(string name, string value) => Wire.SendAsync(With(key), HttpMethod.Get, "/v1/key", null, (name, value));

        await Send("OpenAI-Organization", organizationId).Expect(200);
        await Send("OpenAI-Project", Farebox.ProjectId).Expect(200);
        await Send("OpenAI-Organization", "").Expect(200);
        await Send("OpenAI-Organization", "org_another").ExpectError(401, "mismatched_organization");
        await Send("OpenAI-Project", "proj_another").ExpectError(401, "mismatched_project");
        await Wire.SendAsync(With(key), HttpMethod.Get, "/v1/key", null, ("OpenAI-Project", Farebox.ProjectId), ("OpenAI-Project", "proj_another"))
            .ExpectError(401, "mismatched_project");
        await Wire.SendAsync(Admin, HttpMethod.Get, "/v1/key", null, ("OpenAI-Project", Farebox.ProjectId)).ExpectError(401, "mismatched_project");
    }

    [Fact]
    public async Task ModelCall_GetsTheSameErrors()
    {
        var call = new { model = "eliza", messages = new[] { new { role = "user", content = "Hello" } } };
        await With(null).Post("/v1/chat/completions", call).ExpectError(401, null);
        await With(KeyText.NewApiKey()).Post("/v1/chat/completions", call).ExpectError(401, "invalid_api_key");
        var scope = await Admin.Post("/v1/chat/completions", call).ExpectError(401, null);
        Assert.Contains("model.request:chat", scope.Message, StringComparison.Ordinal);
    }
}
