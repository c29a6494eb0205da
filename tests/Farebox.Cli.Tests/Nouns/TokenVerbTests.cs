namespace Farebox.Cli.Tests.Nouns;

public sealed class TokenVerbTests
{
    private const string Minted =
        """{"access_token":"eyJ.token","token_type":"Bearer","expires_in":900,"expires_at":1767226500,"scope":"model.read","token_id":"tok_1"}""";

    [Fact]
    public async Task Token_PrintsTheTokenAndNothingElse()
    {
        await using var api = await FakeApi.StartAsync(("POST /tokens", 200, Minted));
        using var run = new CliRun { Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

        Assert.Equal(0, await run.RunAsync(
            "token", "--expires-in", "15m", "--scope", "model.read,model.request:chat", "--models", "eliza",
            "--allowed-ips", "10.0.0.0/8", "--max-spend-usd", "0.50", "--max-requests", "100", "--label", "job", "--base-url", api.BaseUrl));

        Assert.Equal("eyJ.token\n", run.Out);
        Assert.Empty(run.Error);
        Assert.Equal(
            """{"expires_in":900,"scope":"model.read model.request:chat","models":["eliza"],"allowed_ips":["10.0.0.0/8"],"label":"job","max_spend_usd":"0.50","max_requests":100}""",
            api.Requests.Single().Body);
    }

    [Fact]
    public async Task Token_WithLimits_AsksForThem()
    {
        await using var api = await FakeApi.StartAsync(("POST /tokens", 200, Minted));
        using var run = new CliRun { Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };
        await run.RunAsync(
            "token", "--rpm", "1", "--rpd", "2", "--tpm", "3", "--tpd", "4", "--ipm", "5", "--concurrency", "6", "--base-url", api.BaseUrl);
        Assert.Equal("""{"rpm":1,"rpd":2,"tpm":3,"tpd":4,"ipm":5,"concurrency":6}""", api.Requests.Single().Body);
    }

    [Fact]
    public async Task Token_WithoutOptions_LeavesTheChoiceToTheServer()
    {
        await using var api = await FakeApi.StartAsync(("POST /tokens", 200, Minted));
        using var run = new CliRun { Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

        await run.RunAsync("token", "--json", "--base-url", api.BaseUrl);

        Assert.Equal(Minted + "\n", run.Out);
        Assert.Equal("{}", api.Requests.Single().Body);
    }

    [Fact]
    public async Task Token_OfAKey_IsAskedForWithAnAdminKey()
    {
        await using var api = await FakeApi.StartAsync(("POST /organization/projects/proj_1/api_keys/key_1/tokens", 200, Minted));
        using var run = new CliRun { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };

        Assert.Equal(0, await run.RunAsync("token", "--key", "key_1", "--project", "proj_1", "--expires-in", "5m", "--base-url", api.BaseUrl));

        Assert.Equal("eyJ.token\n", run.Out);
        Assert.Equal("""{"expires_in":300}""", api.Requests.Single().Body);
    }
}
