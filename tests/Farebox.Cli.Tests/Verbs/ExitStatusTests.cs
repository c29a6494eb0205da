namespace Farebox.Cli.Tests.Verbs;

public sealed class ExitStatusTests
{
    private const string Insufficient = "You have insufficient permissions for this operation. Missing scopes: keys.read.";

    [Theory]
    [InlineData(401, "Incorrect API key provided: sk-fba****abcd.", "invalid_api_key", 3)]
    [InlineData(401, "The access token has expired.", "token_expired", 3)]
    [InlineData(401, Insufficient, null, 4)]
    [InlineData(403, "Country not supported.", null, 4)]
    [InlineData(429, "You exceeded your current quota.", "credit_balance_exhausted", 5)]
    [InlineData(429, "Rate limit reached.", "rate_limit_exceeded", 5)]
    [InlineData(402, "Insufficient balance.", null, 5)]
    [InlineData(404, "No such key.", "not_found", 1)]
    [InlineData(500, "Something broke.", "server_error", 1)]
    public async Task ApiError_OfEachKind_HasItsStatusAndOneLine(int status, string message, string? code, int expected)
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/admin_api_keys", status, FakeApi.Error(message, code)));
        using var run = new CliRun { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba-test" } };

        Assert.Equal(expected, await run.RunAsync("keys", "list", "--admin", "--base-url", api.BaseUrl));

        Assert.StartsWith($"farebox: {message} (request req_test)", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Empty(run.Out);
        Assert.DoesNotContain("sk-fba-test", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyListens_EndsWithUnreachable()
    {
        string address;
        await using (var api = await FakeApi.StartAsync())
            address = api.BaseUrl;
        using var run = new CliRun { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba-test" } };

        Assert.Equal(6, await run.RunAsync("orgs", "list", "--base-url", address));
        Assert.Contains("refused the connection", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("keys", "frobnicate")]
    [InlineData("keys", "create")]
    [InlineData("keys", "list", "--limit", "101")]
    [InlineData("keys", "list", "--admin", "--operator")]
    [InlineData("aliases", "set", "name")]
    [InlineData("aliases", "set", "name", "model", "--off")]
    [InlineData("token", "--expires-in", "soon")]
    [InlineData("chat", "--temperature", "3")]
    [InlineData("models", "--base-url", "ftp://somewhere")]
    [InlineData("orgs", "list")]
    public async Task WrongCommandLine_EndsWithUsageAndOneLine(params string[] arguments)
    {
        using var run = new CliRun();

        Assert.Equal(2, await run.RunAsync(arguments));

        Assert.StartsWith("farebox: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData]
    [InlineData("keys")]
    public async Task CommandWithoutVerb_ShowsHelpOnStandardError(params string[] arguments)
    {
        using var run = new CliRun();

        Assert.Equal(2, await run.RunAsync(arguments));
        Assert.Contains("Usage:", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task AnswerThatIsNotJson_IsOneClearLine()
    {
        await using var api = await FakeApi.StartAsync(("GET /system/organizations", 200, "<html>A proxy's page</html>"));
        using var run = new CliRun { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba-test" } };

        Assert.Equal(1, await run.RunAsync("orgs", "list", "--base-url", api.BaseUrl));
        Assert.Contains("is not what Farebox answers", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_IsNotFollowedWithTheCredential()
    {
        await using var other = await FakeApi.StartAsync();
        await using var api = await FakeApi.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = other.BaseUrl + "/system/organizations";
            return Task.CompletedTask;
        });
        using var run = new CliRun { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba-test" } };

        Assert.Equal(1, await run.RunAsync("orgs", "list", "--base-url", api.BaseUrl));
        Assert.Empty(other.Requests);
        Assert.Contains(other.BaseUrl, run.Error, StringComparison.Ordinal);
    }
}
