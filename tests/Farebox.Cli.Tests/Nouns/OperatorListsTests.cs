namespace Farebox.Cli.Tests.Nouns;

/// <summary>Lists of everybody and of every organization, for operators.</summary>
public sealed class OperatorListsTests
{
    private const string Users = """
        {"object":"list","data":[{"object":"user","id":"user_1","email":"ada@example.org","name":"Ada","status":"active","is_operator":false,
        "two_factor":false,"email_confirmed":true,"created_at":1780000000}],"first_id":"user_1","last_id":"user_1","has_more":false}
        """;

    private const string Organizations = """
        {"object":"list","data":[{"object":"organization","id":"org_1","name":"Acme","status":"active","created_at":1780000000,"archived_at":null}],
        "first_id":"org_1","last_id":"org_1","has_more":false}
        """;

    [Theory]
    [InlineData("users", "--email", "ada@", "?limit=5&email=ada@")]
    [InlineData("orgs", "--name", "acm", "?limit=5&name=acm")]
    public async Task List_AsksForThoseThatHaveATextInThem(string noun, string option, string part, string query)
    {
        await using var api = await FakeApi.StartAsync(("GET /system/users", 200, Users), ("GET /system/organizations", 200, Organizations));
        using var run = new CliRun { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
        Assert.Equal(0, await run.RunAsync(noun, "list", option, part, "--limit", "5", "--base-url", api.BaseUrl));
        Assert.Equal(query, Uri.UnescapeDataString(api.Requests.Single().Query));
        Assert.Contains(noun == "users" ? "user_1" : "org_1", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("users")]
    [InlineData("orgs")]
    public async Task List_OfAll_AsksForNoText(string noun)
    {
        await using var api = await FakeApi.StartAsync(("GET /system/users", 200, Users), ("GET /system/organizations", 200, Organizations));
        using var run = new CliRun { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
        Assert.Equal(0, await run.RunAsync(noun, "list", "--base-url", api.BaseUrl));
        Assert.Equal("", api.Requests.Single().Query);
    }
}
