namespace Farebox.Cli.Tests.Nouns;

public sealed class PricesCommandTests
{
    private const string Price = """
        {"object":"catalog.price","id":"price_1","model":"m","origin":"operator","state":"in_effect","effective_from":1780000000,
        "ends_own_price":false,"source":null,"as_of":null,"via":null,"note":null,"created_at":1780000000,"input":"0.25","cached_input":null,
        "cache_write":null,"output":"2","reasoning":null,"per_image":"0","per_audio_minute":"0","per_request":"0"}
        """;

    private const string Multiplier = """
        {"object":"catalog.multiplier","id":"mult_1","model":"m","organization_id":null,"multiplier":"1.2","state":"in_effect",
        "effective_from":1780000000,"created_at":1780000000}
        """;

    private static string List(string row) => $$"""{"object":"list","data":[{{row}}],"first_id":"a","last_id":"a","has_more":false}""";

    [Fact]
    public async Task Set_SendsWhatWasSaidAndNothingElse()
    {
        await using var api = await FakeApi.StartAsync(("POST /system/prices", 200, Price));
        using var run = Admin();

        Assert.Equal(0, await run.RunAsync(
            "prices", "set", "m", "--input", "0.25", "--output", "2", "--from", "2030-01-01", "--note", "ours", "--base-url", api.BaseUrl));
        Assert.Equal(
            """{"model":"m","effective_from":1893456000,"note":"ours","input":"0.25","output":"2"}""", api.Requests.Single().Body);
        Assert.Contains("price_1", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_Free_IsAnExplicitZero()
    {
        await using var api = await FakeApi.StartAsync(("POST /system/prices", 200, Price));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("prices", "set", "m", "--free", "--base-url", api.BaseUrl));
        Assert.Equal("""{"model":"m","input":"0","output":"0"}""", api.Requests.Single().Body);
    }

    [Theory]
    [InlineData("prices", "set", "m")]
    [InlineData("prices", "set", "m", "--free", "--input", "1")]
    [InlineData("prices", "multiplier", "set", "1.2")]
    [InlineData("prices", "multiplier", "set", "1.2", "--model", "m", "--for", "org_1")]
    [InlineData("prices", "set", "m", "--input", "1", "--output", "1", "--from", "soon")]
    public async Task Set_NotToBeUnderstood_SendsNothing(params string[] line)
    {
        await using var api = await FakeApi.StartAsync();
        using var run = Admin();
        Assert.Equal(2, await run.RunAsync([.. line, "--base-url", api.BaseUrl]));
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task Reset_EndsTheOwnPrice()
    {
        await using var api = await FakeApi.StartAsync(("POST /system/prices", 200, Price));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("prices", "reset", "m", "--base-url", api.BaseUrl));
        Assert.Equal("""{"model":"m","ends_own_price":true}""", api.Requests.Single().Body);
    }

    [Fact]
    public async Task List_ConnectedModels_ShowsWhoCanNotBeCalled()
    {
        const string Free = """{"version":"free","origin":"free","multiplier":"1","input":"0","output":"0","per_image":"0","per_audio_minute":"0","per_request":"0"}""";
        string Model(string id, string price) =>
            $$"""{"object":"catalog.model","id":"{{id}}","enabled":true,"chat_only":true,"routes":[],"reserve_output_tokens":9,"price":{{price}}}""";
        await using var api = await FakeApi.StartAsync(("GET /system/models", 200, List($"{Model("eliza", Free)},{Model("mine", "null")}")));
        using var run = Admin();

        Assert.Equal(0, await run.RunAsync("prices", "list", "--base-url", api.BaseUrl));
        Assert.Matches("eliza +free", run.Out);
        Assert.Matches("mine +nobody: not callable", run.Out);
        Assert.DoesNotContain("CACHED", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model", "m", "?model=m")]
    [InlineData("--all", "--json", "")]
    public async Task List_Versions_AsksForThem(string first, string second, string query)
    {
        await using var api = await FakeApi.StartAsync(("GET /system/prices", 200, List(Price)));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("prices", "list", first, second, "--base-url", api.BaseUrl));
        Assert.Equal(query, api.Requests.Single().Query);
        Assert.Contains("price_1", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model", "m", """{"model":"m","multiplier":"1.2"}""")]
    [InlineData("--for", "org_1", """{"organization_id":"org_1","multiplier":"1.2"}""")]
    public async Task MultiplierSet_NamesItsSubject(string option, string subject, string body)
    {
        await using var api = await FakeApi.StartAsync(("POST /system/multipliers", 200, Multiplier));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("prices", "multiplier", "set", "1.2", option, subject, "--base-url", api.BaseUrl));
        Assert.Equal(body, api.Requests.Single().Body);
    }

    [Fact]
    public async Task MultiplierList_AsksForThoseOfOne()
    {
        await using var api = await FakeApi.StartAsync(("GET /system/multipliers", 200, List(Multiplier)));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("prices", "multiplier", "list", "--for", "org_1", "--limit", "5", "--base-url", api.BaseUrl));
        Assert.Equal("?organization_id=org_1&limit=5", api.Requests.Single().Query);
    }

    [Fact]
    public async Task Models_WithPrices_AsksForThem()
    {
        const string Models = """
            {"object":"list","data":[{"id":"m","object":"model","created":1,"owned_by":"one","prices":{"input":"0.5","output":"1","per_image":"0.04"}},
            {"id":"n","object":"model","created":1,"owned_by":"one","prices":null}]}
            """;
        await using var api = await FakeApi.StartAsync(("GET /models", 200, Models));
        using var run = new CliRun { Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };
        Assert.Equal(0, await run.RunAsync("models", "--prices", "--base-url", api.BaseUrl));
        Assert.Equal("?include=prices", api.Requests.Single().Query);
        Assert.Matches("m +one +0.5 +1 +0.04", run.Out);
    }

    private static CliRun Admin() => new() { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
}
