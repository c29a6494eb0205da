namespace Farebox.Cli.Tests.Nouns;

public sealed class LogsVerbTests
{
    [Fact]
    public async Task Logs_ShowsTheNewestLast()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/request_logs", 200, Page(false, "req_2", "req_1")));
        using var run = Caller();

        Assert.Equal(0, await run.RunAsync("logs", "--model", "eliza", "--status", "200", "--start", "100", "--base-url", api.BaseUrl));

        Assert.True(run.Out.IndexOf("req_1", StringComparison.Ordinal) < run.Out.IndexOf("req_2", StringComparison.Ordinal));
        Assert.Equal("?start_time=100&model=eliza&status=200", api.Requests.Single().Query);
    }

    [Fact]
    public async Task Logs_WithJson_IsTheAnswerItself()
    {
        var page = Page(false, "req_2", "req_1");
        await using var api = await FakeApi.StartAsync(("GET /organization/request_logs", 200, page));
        using var run = Caller();

        await run.RunAsync("logs", "--json", "--base-url", api.BaseUrl);

        Assert.Equal(page + "\n", run.Out);
    }

    private static CliRun Caller() => new() { Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

    private static string Page(bool more, params string[] ids)
    {
        var rows = ids.Select(id =>
            $$"""{"object":"organization.request_log","id":"{{id}}","created_at":1767225600,"project_id":"proj_1","key_id":"key_1","""
            + """ "endpoint":"/v1/chat/completions","model":"eliza","stream":true,"input_tokens":1,"cached_input_tokens":0,"output_tokens":2,"""
            + """ "reasoning_tokens":0,"usage_source":"reported","outcome":"completed","status":200,"attempts":1,"duration_us":1500,"""
            + """ "charge_usd":"0","quote_usd":"0","overrun_usd":"0"}""");
        string Id(string? id) => id is null ? "null" : $"\"{id}\"";
        return $$"""{"object":"list","data":[{{string.Join(',', rows)}}],"first_id":{{Id(ids.FirstOrDefault())}},"""
            + $$""" "last_id":{{Id(ids.LastOrDefault())}},"has_more":{{(more ? "true" : "false")}}}""";
    }
}
