namespace Farebox.Cli.Tests.Nouns;

/// <summary><c>farebox logs policy</c>, <c>delete</c> and <c>export</c>.</summary>
public sealed class LogsCommandsTests
{
    private const string Settings = """
        {"object":"organization.call_log","project_id":null,"policy":"redacted","retention_days":null,"patterns":[],
        "effective_policy":"redacted","effective_retention_days":30,"effective_patterns":["EMP"]}
        """;

    [Fact]
    public async Task Policy_WithoutOptions_ShowsIt()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/call_log", 200, Settings));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("logs", "policy", "--base-url", api.BaseUrl));
        Assert.Contains("redacted", run.Out, StringComparison.Ordinal);
        Assert.Contains("for ever", run.Out, StringComparison.Ordinal);
        Assert.Contains("30 days", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_Set_SendsOnlyWhatIsSaid()
    {
        await using var api = await FakeApi.StartAsync(
            ("PATCH /organization/call_log", 200, Settings), ("PATCH /organization/projects/proj_1/call_log", 200, Settings));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("logs", "policy", "--set", "redacted", "--pattern", "A", "--pattern", "B", "--base-url", api.BaseUrl));
        Assert.Equal(0, await run.RunAsync("logs", "policy", "--project", "proj_1", "--retention", "7", "--no-patterns", "--base-url", api.BaseUrl));
        Assert.Equal(0, await run.RunAsync("logs", "policy", "--usage-retention", "400", "--base-url", api.BaseUrl));
        Assert.Equal(
            [
                """{"policy":"redacted","patterns":["A","B"]}""", """{"retention_days":7,"patterns":[]}""", """{"usage_retention_days":400}""",
            ], api.Requests.Select(request => request.Body));
        Assert.Equal(2, await run.RunAsync("logs", "policy", "--pattern", "A", "--no-patterns", "--base-url", api.BaseUrl));
        Assert.Equal(2, await run.RunAsync("logs", "policy", "--usage-retention", "400", "--project", "proj_1", "--base-url", api.BaseUrl));
    }

    [Fact]
    public async Task Delete_OneCallOrASpan()
    {
        await using var api = await FakeApi.StartAsync(
            ("DELETE /organization/request_logs/req_1/payload", 200, """{"object":"organization.request_log.payload.deleted","id":"req_1","deleted":true}"""),
            ("DELETE /organization/request_logs/payloads", 200, """{"object":"organization.request_log.payloads.deleted","count":3}"""));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("logs", "delete", "req_1", "--base-url", api.BaseUrl));
        Assert.Equal(0, await run.RunAsync("logs", "delete", "--start", "100", "--end", "200", "--base-url", api.BaseUrl));
        Assert.Equal("?start_time=100&end_time=200", api.Requests.Last().Query);
        Assert.Contains("3", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, await run.RunAsync("logs", "delete", "--base-url", api.BaseUrl));
        Assert.Equal(2, await run.RunAsync("logs", "delete", "req_1", "--start", "100", "--end", "200", "--base-url", api.BaseUrl));
        Assert.Equal(2, api.Requests.Count);
    }

    [Fact]
    public async Task Export_CopiesTheAnswer()
    {
        const string Csv = "id,model\r\nreq_1,汉字\r\n";
        await using var api = await FakeApi.StartAsync(("GET /organization/request_logs/export", 200, Csv));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("logs", "export", "--format", "csv", "--model", "eliza", "--base-url", api.BaseUrl));
        Assert.Equal(Csv, run.Out);
        Assert.Equal("?model=eliza&format=csv", api.Requests.Single().Query);

        var path = Path.Combine(run.Folder.FullName, "out.csv");
        Assert.Equal(0, await run.RunAsync("logs", "export", "--file", path, "--base-url", api.BaseUrl));
        Assert.Equal(Csv, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(2, await run.RunAsync("logs", "export", "--file", path, "--base-url", api.BaseUrl));
    }

    [Fact]
    public async Task Logs_Text_IsAskedFor()
    {
        await using var api = await FakeApi.StartAsync(
            ("GET /organization/request_logs", 200, """{"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}"""));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("logs", "--text", "two words", "--base-url", api.BaseUrl));
        Assert.Equal("?text=two%20words", api.Requests.Single().Query);
    }

    private static CliRun Admin() => new() { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
}
