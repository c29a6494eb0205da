using Farebox.Cli.Terminal;
using Farebox.Cli.Tests.Nouns;

namespace Farebox.Cli.Tests.Terminal;

/// <summary>What servers, clients and providers wrote, on a terminal.</summary>
public sealed class CleanTextTests
{
    private const string Hostile = "a\\r\\nb\\u001b]0;title\\u0007\\u0000c\\u202egnp.exe\\u2028d\\u0085e\\u009b2Jf\\u007f";

    public static TheoryData<string> Unwanted => ["\r", "\u001b", "\0", "\u0007", "\b", "\u0085", "\u009b", "\u007f", "\u2028", "\u2029", "\u202e", "\u2066", "\u200f", "\u061c"];

    [Theory]
    [MemberData(nameof(Unwanted))]
    public void Unwanted_IsLeftOut(string unwanted)
    {
        Assert.Equal("a b", CleanText.Line($"a{unwanted}b"));
        Assert.Equal("a\n\tb", CleanText.Block($"a{unwanted}\n\tb"));
    }

    [Fact]
    public void TextOfAnyLanguage_StaysAsItIs()
    {
        const string Text = "Grüße, 你好, שלום, مرحبا, \ud83d\udca9";

        Assert.Equal((Text, Text, Text), (CleanText.Line(Text), CleanText.Block(Text), CleanText.Json(Text)));
    }

    [Fact]
    public void Json_SaysTheSame_WithoutThem()
    {
        const string Json = "{\r\n\"a\":\"x\u007f\u009b\u202ey\"}";

        var clean = CleanText.Json(Json);

        Assert.Equal("{ \n\"a\":\"x\\u007f\\u009b\\u202ey\"}", clean);
        Assert.Equal("x\u007f\u009b\u202ey", System.Text.Json.JsonDocument.Parse(clean).RootElement.GetProperty("a").GetString());
    }

    [Fact]
    public async Task Logs_AndAuditLog_ShowHostileTexts_InOneLineEach()
    {
        var record = LogSamples.Record("req_1", $",\"requested_model\":\"{Hostile}\",\"error_code\":\"{Hostile}\",\"user\":\"{Hostile}\"")
            .Replace("\"eliza\"", $"\"{Hostile}\"", StringComparison.Ordinal);
        var change = $$$$"""
            {"id":"audit_log-1","type":"project.updated","effective_at":1780000000,"project":{"id":"proj_1","name":"x"},"actor":null,"organization_id":"{{{{Hostile}}}}",
            "request_id":null,"hash":"00","project.updated":{"id":"{{{{Hostile}}}}","changes_requested":{"name":"{{{{Hostile}}}}"},"previous":{"name":"{{{{Hostile}}}}"}}}
            """;
        await using var api = await FakeApi.StartAsync(
            ("GET /organization/request_logs", 200, Page(record)), ("GET /system/audit_logs", 200, Page(change)),
            ("GET /organization/projects", 200, Page($$"""{"object":"organization.project","id":"proj_1","name":"{{Hostile}}","created_at":1,"archived_at":null,"status":"active"}""")));

        foreach (var verb in new[] { "logs", "audit list --all", "projects list" })
        {
            using var run = new CliRun { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
            Assert.Equal(0, await run.RunAsync([.. verb.Split(' '), "--base-url", api.BaseUrl]));
            Assert.Equal(2, run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            Assert.DoesNotContain(run.Out + run.Error, c => (char.IsControl(c) && c != '\n') || c is '\u202e' or '\u2028');
        }
    }

    private static string Page(string row) => $$"""{"object":"list","data":[{{row}}],"first_id":"1","last_id":"1","has_more":false}""";
}
