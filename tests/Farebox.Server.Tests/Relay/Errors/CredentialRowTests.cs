namespace Farebox.Server.Tests.Relay.Errors;

/// <summary>Rows of the error table about who calls.</summary>
public sealed class CredentialRowTests : ErrorFixture
{
    [Fact]
    [ErrorRow("401 null")]
    public async Task NoCredential_Is401_AndSaysWhereItGoes()
    {
        var call = await Farebox.With(null).PostAsync(Calls.Body());
        Is(call, 401, "invalid_request_error", null);
        Assert.Contains("Authorization: Bearer", Message(call), StringComparison.Ordinal);
    }

    [Fact]
    [ErrorRow("401 null")]
    public async Task MissingScope_Is401_AndNamesTheScope()
    {
        var reader = await Farebox.NewTokenAsync(await Farebox.NewKeyAsync(), new { scope = "model.read" });
        var call = await Farebox.With(reader).PostAsync(Calls.Body());
        Is(call, 401, "invalid_request_error", null);
        Assert.StartsWith("You have insufficient permissions for this operation. Missing scopes: model.request", Message(call), StringComparison.Ordinal);
        Assert.Equal(200, (await Client.PostAsync(Calls.Body())).Status);
    }

    [Fact]
    [ErrorRow("401 invalid_api_key")]
    public async Task RevokedKey_Is401_AndIsShownMasked()
    {
        var key = await Farebox.NewKeyAsync();
        Assert.Equal(200, (await Farebox.With(key).PostAsync(Calls.Body())).Status);
        var path = $"/v1/organization/projects/{Farebox.ProjectId}/api_keys/{await KeyIdAsync(key)}/revoke";
        Assert.Equal(200, (await SendAsync(Farebox.Admin, HttpMethod.Post, path)).Status);

        var call = await Farebox.With(key).PostAsync(Calls.Body());
        Is(call, 401, "invalid_request_error", "invalid_api_key");
        Assert.Contains("…" + key[^4..], Message(call), StringComparison.Ordinal);
        Assert.DoesNotContain(key[6..30], call.Body, StringComparison.Ordinal);
    }

    [Fact]
    [ErrorRow("401 token_expired, token_revoked")]
    public async Task RevokedToken_Is401_WithAChallenge()
    {
        var key = Farebox.With(await Farebox.NewKeyAsync());
        var minted = await SendAsync(key, HttpMethod.Post, "/v1/tokens");
        var token = Farebox.With(minted.Json.GetProperty("access_token").GetString());
        Assert.Equal(200, (await token.PostAsync(Calls.Body())).Status);
        Assert.Equal(200, (await SendAsync(key, HttpMethod.Delete, "/v1/tokens/" + minted.Json.GetProperty("token_id").GetString())).Status);

        var call = await token.PostAsync(Calls.Body());
        Is(call, 401, "invalid_request_error", "token_revoked");
        Assert.Equal("Bearer error=\"invalid_token\"", call.Header("WWW-Authenticate"));
    }

    [Fact]
    [ErrorRow("401 ip_not_authorized")]
    public async Task TokenFromAnotherAddress_Is401()
    {
        var elsewhere = await Farebox.NewTokenAsync(await Farebox.NewKeyAsync(), new { allowed_ips = new[] { "192.0.2.0/24" } });
        var here = await Farebox.NewTokenAsync(await Farebox.NewKeyAsync(), new { allowed_ips = new[] { "127.0.0.0/8" } });
        Is(await Farebox.With(elsewhere).PostAsync(Calls.Body()), 401, "invalid_request_error", "ip_not_authorized");
        Assert.Equal(200, (await Farebox.With(here).PostAsync(Calls.Body())).Status);
    }

    [Fact]
    [ErrorRow("401 mismatched_organization, mismatched_project")]
    public async Task HeaderThatNamesAnother_Is401()
    {
        foreach (var (header, code) in new[] { ("OpenAI-Organization", "mismatched_organization"), ("OpenAI-Project", "mismatched_project") })
        {
            var client = Farebox.With(await Farebox.NewKeyAsync());
            client.DefaultRequestHeaders.Add(header, "somebody-elses");
            var call = await client.PostAsync(Calls.Body());
            Is(call, 401, "invalid_request_error", code);
            Assert.Contains(header, Message(call), StringComparison.Ordinal);
        }
    }
}
