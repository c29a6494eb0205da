namespace Farebox.Cli.Tests.Nouns;

public sealed class UsageVerbTests
{
    private const string Page = """
        {"object":"page","data":[{"object":"bucket","start_time":1767225600,"end_time":1767312000,"results":[
        {"object":"organization.usage.completions.result","input_tokens":10,"output_tokens":20,"input_cached_tokens":0,
        "num_model_requests":3,"model":"eliza"}]}],"has_more":false,"next_page":null}
        """;

    [Fact]
    public async Task Usage_AsksInOpenAIsParameters_AndLeavesEmptyColumnsOut()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/usage/completions", 200, Page));
        using var run = new CliRun { Clock = new FakeClock(), Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };

        Assert.Equal(0, await run.RunAsync("usage", "--start", "24h", "--width", "1h", "--group-by", "model", "--base-url", api.BaseUrl));

        Assert.Equal("?start_time=1767139200&bucket_width=1h&group_by[]=model&limit=168", api.Requests.Single().Query);
        Assert.Contains("eliza", run.Out, StringComparison.Ordinal);
        Assert.Contains("MODEL", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("PROJECT", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_AreSummedUp_WithHowTheyEnded_AndLeaveEmptyColumnsOut()
    {
        const string Calls = """
            {"object":"page","data":[{"object":"bucket","start_time":1767225600,"end_time":1767312000,"results":[
            {"object":"organization.usage.calls.result","model":"eliza","num_calls":9,"num_completed":4,"num_refused":3,"num_failed":2,"num_client_closed":0,
            "input_tokens":10,"input_cached_tokens":0,"output_tokens":20,"charge_usd":"0.5","mean_duration_us":1500000}]}],"has_more":true,"next_page":"p2"}
            """;
        await using var api = await FakeApi.StartAsync(("GET /organization/usage/calls", 200, Calls));
        using var run = new CliRun { Clock = new FakeClock(), Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
        Assert.Equal(0, await run.RunAsync("usage", "calls", "--start", "24h", "--width", "all", "--model", "eliza", "--base-url", api.BaseUrl));
        Assert.Equal("?start_time=1767139200&bucket_width=all&models[]=eliza&limit=1", api.Requests.Single().Query);
        Assert.Matches("eliza +9 +3 +2 +0 +10 +20 +0.5", run.Out);
        Assert.DoesNotContain("FIRST BYTE", run.Out, StringComparison.Ordinal);
        Assert.Contains("--page p2", run.Out + run.Error, StringComparison.Ordinal);
        Assert.Equal(2, await run.RunAsync("usage", "calls", "--width", "2d", "--base-url", api.BaseUrl));
    }
}
