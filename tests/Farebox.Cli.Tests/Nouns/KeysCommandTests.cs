namespace Farebox.Cli.Tests.Nouns;

public sealed class KeysCommandTests
{
    private const string Projects = """
        {"object":"list","data":[{"object":"organization.project","id":"proj_d","name":"default","status":"active","created_at":1,"archived_at":null},
        {"object":"organization.project","id":"proj_w","name":"website","status":"active","created_at":1,"archived_at":null}],
        "first_id":"proj_d","last_id":"proj_w","has_more":false}
        """;

    private static readonly string Created = Key(",\"value\":\"sk-fbx-the-secret\"");

    [Fact]
    public async Task Create_SendsWhatWasAskedFor_AndShowsTheSecretOnce()
    {
        await using var api = await FakeApi.StartAsync(
            ("GET /organization/projects", 200, Projects), ("POST /organization/projects/proj_w/api_keys", 200, Created));
        using var run = Admin();

        Assert.Equal(0, await run.RunAsync(
            "keys", "create", "bot", "--project", "website", "--scopes", "model.read,model.request:chat", "--models", "eliza",
            "--expires-in", "30d", "--base-url", api.BaseUrl, "--organization", "org_1"));

        var request = api.Requests.Last();
        Assert.Equal("org_1", request.Organization);
        Assert.Equal("Bearer sk-fba1", request.Authorization);
        Assert.Equal(
            """{"name":"bot","permissions":"restricted","scopes":["model.read","model.request:chat"],"models":["eliza"],"expires_in":2592000}""",
            request.Body);
        Assert.Contains("\nsk-fbx-the-secret\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("only time", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WithJson_IsTheAnswerByteForByte()
    {
        await using var api = await FakeApi.StartAsync(("POST /organization/admin_api_keys", 200, Created));
        using var run = Admin();

        Assert.Equal(0, await run.RunAsync("keys", "create", "bot", "--admin", "--json", "--base-url", api.BaseUrl));

        Assert.Equal(Created + "\n", run.Out);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("show", "GET /organization/projects/proj_d/api_keys/key_1", "")]
    [InlineData("rotate", "POST /organization/projects/proj_d/api_keys/key_1/rotate", """{"overlap_seconds":0}""", "--overlap", "0")]
    [InlineData("rotate", "POST /organization/projects/proj_d/api_keys/key_1/rotate", "{}")]
    [InlineData("disable", "POST /organization/projects/proj_d/api_keys/key_1/disable", "")]
    [InlineData("enable", "POST /organization/projects/proj_d/api_keys/key_1/enable", "")]
    [InlineData("revoke", "POST /organization/projects/proj_d/api_keys/key_1/revoke", "")]
    [InlineData("revoke", "POST /organization/admin_api_keys/key_1/revoke", "", "--admin")]
    [InlineData("revoke", "POST /system/admin_api_keys/key_1/revoke", "", "--operator")]
    public async Task Verb_CallsItsRoute(string verb, string route, string body, params string[] options)
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/projects", 200, Projects), (route, 200, Key()));
        using var run = Admin();

        Assert.Equal(0, await run.RunAsync(["keys", verb, "key_1", "--base-url", api.BaseUrl, .. options]));

        Assert.Equal((route, body), (api.Requests.Last().Route, api.Requests.Last().Body));
    }

    [Fact]
    public async Task List_ThatHasMore_SaysHowToGoOn()
    {
        var page = $$"""{"object":"list","data":[{{Key()}}],"first_id":"key_1","last_id":"key_1","has_more":true}""";
        await using var api = await FakeApi.StartAsync(("GET /organization/projects/proj_1/api_keys", 200, page));
        using var run = Admin();

        Assert.Equal(0, await run.RunAsync(
            "keys", "list", "--project", "proj_1", "--limit", "1", "--after", "key_0", "--base-url", api.BaseUrl));

        Assert.Equal("?limit=1&after=key_0", api.Requests.Single().Query);
        Assert.Contains("key_1", run.Out, StringComparison.Ordinal);
        Assert.Contains("--after key_1", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public async Task List_IsColouredOnATerminalWithoutNoColor(bool terminal, bool noColour, bool coloured)
    {
        var page = $$"""{"object":"list","data":[{{Key()}}],"first_id":"key_1","last_id":"key_1","has_more":false}""";
        await using var api = await FakeApi.StartAsync(("GET /organization/projects/proj_1/api_keys", 200, page));
        using var run = Admin();
        run.OutIsTerminal = terminal;
        if (noColour)
            run.Variables["NO_COLOR"] = "1";

        await run.RunAsync("keys", "list", "--project", "proj_1", "--base-url", api.BaseUrl);

        Assert.Equal(coloured, run.Out.Contains('\u001b', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task Id_MadeOfDots_NeverBecomesAnotherRoute(string id)
    {
        await using var api = await FakeApi.StartAsync();
        using var run = Admin();

        Assert.Equal(2, await run.RunAsync("keys", "revoke", id, "--admin", "--base-url", api.BaseUrl));
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task Project_ThatIsNotThere_IsNamed()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/projects", 200, Projects));
        using var run = Admin();

        Assert.Equal(2, await run.RunAsync("keys", "list", "--project", "missing", "--base-url", api.BaseUrl));
        Assert.Contains("\"missing\"", run.Error, StringComparison.Ordinal);
    }

    private static CliRun Admin() => new() { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };

    private static string Key(string more = "") =>
        """{"object":"organization.project.api_key","id":"key_1","name":"bot","redacted_value":"sk-fbx****abcd","status":"active","""
        + """ "organization_id":"org_1","project_id":"proj_1","permissions":"all","scopes":["model.read"],"models":["*"],"created_at":1767225600,"""
        + """ "later_member":{"x": 1}""" + more + "}";
}
