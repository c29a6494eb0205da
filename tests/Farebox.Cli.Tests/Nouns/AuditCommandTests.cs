namespace Farebox.Cli.Tests.Nouns;

public sealed class AuditCommandTests
{
    private const string Event = """
        {"id":"audit_log-1","type":"project.updated","effective_at":1780000000,"project":{"id":"proj_1","name":"new"},
        "actor":{"type":"api_key","api_key":{"id":"key_1","kind":"admin_key","token_id":null,"redacted_value":"sk-fba…wxyz"},"ip_address":"10.0.0.7","user_agent":"x"},
        "organization_id":"org_1","request_id":"req_1","hash":"00","project.updated":{"id":"proj_1","changes_requested":{"name":"new\u001b[2J"},"previous":{"name":"old"}}}
        """;

    private const string OfServer = """
        {"id":"audit_log-2","type":"signing_key.created","effective_at":1780000000,"actor":null,"organization_id":null,"request_id":null,"hash":"00",
        "signing_key.created":{"id":"sig_1","data":{"created_at":1780000000}},"something":"newer"}
        """;

    private static readonly string Page = $$"""{"object":"list","data":[{{Event}},{{OfServer}}],"first_id":"audit_log-1","last_id":"audit_log-2","has_more":true}""";

    [Fact]
    public async Task List_ShowsWhoDidWhatAndTheValues()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/audit_logs", 200, Page));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("audit", "list", "--base-url", api.BaseUrl));
        Assert.Equal("", api.Requests.Single().Query);
        Assert.Matches("project.updated +proj_1 +key_1 +10.0.0.7 +name: old -> new", run.Out);
        Assert.Matches("signing_key.created +sig_1 +the server +created_at: 1780000000 +audit_log-2", run.Out);
        Assert.DoesNotContain('\u001b', run.Out);
        Assert.Contains("--after audit_log-2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_SendsItsFilters()
    {
        await using var api = await FakeApi.StartAsync(("GET /system/audit_logs", 200, Page));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync(
            "audit", "list", "--all", "--type", "project.updated,project.created", "--by", "key_1", "--on", "proj_1", "--project", "proj_1", "--start", "1780000000", "--end",
            "1780000001", "--limit", "5", "--after", "audit_log-0", "--json", "--base-url", api.BaseUrl));
        Assert.Equal(
            "?limit=5&after=audit_log-0&effective_at[gte]=1780000000&effective_at[lt]=1780000001&event_types[]=project.updated&event_types[]=project.created"
            + "&project_ids[]=proj_1&actor_ids[]=key_1&resource_ids[]=proj_1",
            api.Requests.Single().Query);
        Assert.Equal(Page.Trim(), run.Out.Trim());
    }

    [Fact]
    public async Task List_All_NamesTheOrganization()
    {
        await using var api = await FakeApi.StartAsync(("GET /system/audit_logs", 200, Page));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("audit", "list", "--all", "--base-url", api.BaseUrl));
        Assert.Matches("audit_log-1 +org_1", run.Out);
    }

    private static CliRun Admin() => new() { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
}
