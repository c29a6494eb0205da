using System.Text.Json;

namespace Farebox.Cli.Tests.Nouns;

public sealed class LogsShowVerbTests
{
    private const string Steps = """
        ,"steps":[{"name":"admit","at_us":100,"took_us":100,"upstream_id":null,"upstream_model":null,"result":null},
        {"name":"attempt","at_us":1500,"took_us":1400,"upstream_id":"up_1","upstream_model":"real","result":"200"}],
        "charge":{"lines":[{"component":"input","count":19,"price_usd":"0.15","per":1000000,"amount_usd":"0.00000285"}],"sum_usd":"0.00000285",
        "model_multiplier":"1","organization_multiplier":"2","fare_usd":"0.0000057","charge_usd":"0.0000057","price_version":"price_1"}
        """;

    [Fact]
    public async Task Show_IsTheWholeCall()
    {
        var (run, status) = await RunAsync(Payload("""{"model":"eliza","n":1}""", cut: true), "show", "req_1");
        using (run)
        {
            Assert.Equal(0, status);
            foreach (var text in new[]
            {
                "attempt", "1.4 ms", "up_1", "0.00000285", "0.0000057 USD", "organization's factor", "price_1", "Request (cut)", "\"n\": 1", "Answer", "plain answer",
            }) Assert.Contains(text, run.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("model's factor", run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Show_EscapeSequencesInAnAnswer_AreTakenOut()
    {
        var (run, _) = await RunAsync(Payload("x\\u001b[2Jy"), "show", "req_1");
        using (run) Assert.Contains("x[2Jy", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_NothingKept_SaysSo()
    {
        var (run, status) = await RunAsync(Steps, "show", "req_1");
        using (run)
        {
            Assert.Equal(0, status);
            Assert.Contains("Nothing was kept", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Curl_IsACommandThatAShellReads()
    {
        var (run, status) = await RunAsync(Payload("""{"content":"it's $HOME"}"""), "show", "req_1", "--curl");
        using (run)
        {
            Assert.Equal(0, status);
            Assert.Contains("Bearer $FAREBOX_API_KEY\"", run.Out, StringComparison.Ordinal);
            Assert.Contains("/v1/chat/completions' \\\n", run.Out, StringComparison.Ordinal);
            Assert.EndsWith("--data-raw '{\"content\":\"it'\\''s $HOME\"}'\n", run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Curl_HoldsNothingThatATerminalObeys()
    {
        var (run, _) = await RunAsync(Payload("{\"content\":\"\u009b201~\u001b[201~\u202ex\"}"), "show", "req_1", "--curl");
        using (run)
        {
            Assert.EndsWith("--data-raw '{\"content\":\"\\u009b201~\\u001b[201~\\u202ex\"}'\n", run.Out, StringComparison.Ordinal);
            Assert.DoesNotContain(run.Out, c => char.IsControl(c) && c != '\n');
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Curl_WithoutAllParameters_IsRefused(bool cut)
    {
        var (run, status) = await RunAsync(cut ? Payload("{}", cut: true) : "", "show", "req_1", "--curl");
        using (run) Assert.Equal((2, ""), (status, run.Out));
    }

    private static string Payload(string request, bool cut = false)
    {
        var text = request.Contains("\\u", StringComparison.Ordinal) ? $"\"{request}\"" : JsonSerializer.Serialize(request);
        return Steps + $$""","payload":{"policy":"full","request":{{text}},"request_cut":{{(cut ? "true" : "false")}},"answer":"plain answer","answer_cut":false,"upstream_error":null}""";
    }

    private static async Task<(CliRun Run, int Status)> RunAsync(string more, params string[] arguments)
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/request_logs/req_1", 200, LogSamples.Record("req_1", more)));
        var run = new CliRun { Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };
        return (run, await run.RunAsync(["logs", .. arguments, "--base-url", api.BaseUrl]));
    }
}
