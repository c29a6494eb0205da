namespace Farebox.Cli.Tests.Nouns;

public sealed class UpstreamsCommandTests
{
    private const string Upstream = """
        {"object":"upstream","id":"up_1","name":"ollama","kind":"openai","base_url":"http://127.0.0.1:11434/v1","has_credential":true,
        "source":"stored","enabled":true,"position":0,"models":["m"],"models_listed":false,"asks_usage":true,"health":"unknown",
        "last_error":null,"created_at":1}
        """;

    [Fact]
    public async Task Add_TakesTheCredentialFromTheNamedVariable()
    {
        await using var api = await FakeApi.StartAsync(("POST /system/upstreams", 200, Upstream));
        using var run = Admin();
        run.Variables["MY_KEY"] = "sk-upstream";

        Assert.Equal(0, await run.RunAsync(
            "upstreams", "add", "ollama", "--url", "http://127.0.0.1:11434/v1", "--key-env", "MY_KEY", "--base-url", api.BaseUrl));

        Assert.Equal(
            """{"name":"ollama","kind":"openai","base_url":"http://127.0.0.1:11434/v1","api_key":"sk-upstream"}""",
            api.Requests.Single().Body);
        Assert.DoesNotContain("sk-upstream", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_WithAVariableThatIsNotSet_SendsNothing()
    {
        await using var api = await FakeApi.StartAsync();
        using var run = Admin();

        Assert.Equal(2, await run.RunAsync("upstreams", "add", "x", "--url", "http://x/v1", "--key-env", "MY_KEY", "--base-url", api.BaseUrl));
        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData("true", 0)]
    [InlineData("false", 1)]
    public async Task Test_ByName_EndsWithWhatItFound(string ok, int expected)
    {
        var list = $$"""{"object":"list","data":[{{Upstream}}],"first_id":"up_1","last_id":"up_1","has_more":false}""";
        var test = $$"""{"object":"upstream.test","upstream_id":"up_1","ok":{{ok}},"duration_ms":3,"models":["m"],"message":"It answered."}""";
        await using var api = await FakeApi.StartAsync(("GET /system/upstreams", 200, list), ("POST /system/upstreams/up_1/test", 200, test));
        using var run = Admin();

        Assert.Equal(expected, await run.RunAsync("upstreams", "test", "ollama", "--base-url", api.BaseUrl));
        Assert.Contains("It answered.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disable_ChangesOnlyThat()
    {
        await using var api = await FakeApi.StartAsync(("POST /system/upstreams/up_1", 200, Upstream));
        using var run = Admin();

        Assert.Equal(0, await run.RunAsync("upstreams", "disable", "up_1", "--base-url", api.BaseUrl));
        Assert.Equal("""{"enabled":false}""", api.Requests.Single().Body);
    }

    private static CliRun Admin() => new() { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
}
