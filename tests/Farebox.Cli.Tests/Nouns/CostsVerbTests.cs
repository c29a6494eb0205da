namespace Farebox.Cli.Tests.Nouns;

public sealed class CostsVerbTests
{
    private const string Page = """
        {"object":"page","data":[
        {"object":"bucket","start_time":1767225600,"end_time":1767312000,"results":[
        {"object":"organization.costs.result","amount":{"value":0.100000001,"currency":"usd"},"line_item":"small","project_id":null,"api_key_id":null},
        {"object":"organization.costs.result","amount":{"value":9007199.254740993,"currency":"usd"},"line_item":"large","project_id":null,"api_key_id":null}]},
        {"object":"bucket","start_time":1767312000,"end_time":1767398400,"results":[]}],"has_more":true,"next_page":"page_1_2"}
        """;

    [Fact]
    public async Task Costs_AsksInOpenAIsParameters_AndAddsUpExactly()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/costs", 200, Page));
        using var run = new CliRun { Clock = new FakeClock(), Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };

        Assert.Equal(0, await run.RunAsync("costs", "--start", "24h", "--group-by", "model,api_key_id", "--key", "key_1", "--base-url", api.BaseUrl));

        Assert.Equal("?start_time=1767139200&api_key_ids[]=key_1&group_by[]=line_item&group_by[]=api_key_id&limit=180", api.Requests.Single().Query);
        Assert.Matches(@"small +0\.100000001", run.Out);
        Assert.Matches(@"large +9007199\.254740993", run.Out);
        Assert.DoesNotContain("PROJECT", run.Out, StringComparison.Ordinal);
        Assert.Contains("Together 9007199.354740994 USD.", run.Error, StringComparison.Ordinal);
        Assert.Contains("--page page_1_2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Costs_None_IsSaid()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/costs", 200, """{"object":"page","data":[],"has_more":false,"next_page":null}"""));
        using var run = new CliRun { Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };
        Assert.Equal(0, await run.RunAsync("costs", "--base-url", api.BaseUrl));
        Assert.Equal(("", "No calls in that time."), (run.Out.Trim(), run.Error.Trim()));
    }
}
