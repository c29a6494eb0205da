namespace Farebox.Cli.Tests.Nouns;

public sealed class DoctorVerbTests
{
    private const string Fine = """{"id":"journal","status":"ok","message":"The store takes writes.","action":null,"subjects":[]}""";
    private const string Wrong = """{"id":"upstreams_answer","status":"failing","message":"It failed.","action":"Test it.\u001b[2J","subjects":["one","two"]}""";

    [Fact]
    public async Task Doctor_SaysWhatIsWrongAndWhatToDo_AndFails()
    {
        await using var api = await FakeApi.StartAsync(("GET /system/health_report", 200, Report("failing", Fine + "," + Wrong)));
        using var run = Admin();
        Assert.Equal(1, await run.RunAsync("doctor", "--base-url", api.BaseUrl));
        Assert.Matches("failing +It failed.\n +one, two\n +Test it.", run.Out);
        Assert.Matches("ok +The store takes writes.", run.Out);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Fact]
    public async Task Doctor_WithNothingWrong_Succeeds()
    {
        var report = Report("ok", Fine);
        await using var api = await FakeApi.StartAsync(("GET /system/health_report", 200, report));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("doctor", "--json", "--base-url", api.BaseUrl));
        Assert.Equal(report, run.Out.Trim());
    }

    [Fact]
    public async Task Settings_AreListed_SecretsMasked()
    {
        const string Settings = """
            {"object":"list","data":[
            {"object":"system.setting","name":"log_level","value":"debug","source":"file",
            "default":"information","is_secret":false,"is_set":true,"help":"Least severe.","range":"","environment_name":"FAREBOX_LOG_LEVEL","flag":"--log-level"},
            {"object":"system.setting","name":"secret","value":null,"source":"environment",
            "default":"","is_secret":true,"is_set":true,"help":"Secret.","range":"","environment_name":"FAREBOX_SECRET","flag":null}]}
            """;
        await using var api = await FakeApi.StartAsync(("GET /system/settings", 200, Settings));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("settings", "--base-url", api.BaseUrl));
        Assert.Matches("log_level +debug +file +Least severe.", run.Out);
        Assert.Matches("secret +\\(secret\\) +environment", run.Out);
    }

    private static string Report(string status, string checks) =>
        $$"""{"object":"health_report","status":"{{status}}","created_at":1780000000,"checks":[{{checks}}]}""";

    private static CliRun Admin() => new() { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
}
