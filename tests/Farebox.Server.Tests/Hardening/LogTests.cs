using Farebox.Server.Platform;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farebox.Server.Tests.Hardening;

/// <summary>Texts that would forge lines, rewrite a terminal or turn a line's order around: each log entry stays one line that says what it is.</summary>
public sealed class LogTests
{
    private const string Hostile = "a\r\nERROR forged\u001b[2J\u0007\0\u202egnp.exe\u2028b\u0085c\u007f";

    public static TheoryData<string> Unwanted => ["\r", "\n", "\u001b", "\0", "\u0007", "\b", "\u0085", "\u009b", "\u007f", "\u2028", "\u2029", "\u202e", "\u2066", "\u200f", "\u061c"];

    [Theory]
    [MemberData(nameof(Unwanted))]
    public void Text_HasThemSpelledOut(string unwanted) => Assert.Equal($"a\\u{(int)unwanted[0]:x4}b", LogText.Line($"a{unwanted}b"));

    [Fact]
    public void Text_OfAnyLanguage_StaysAsItIs()
    {
        const string Text = "Grüße, 你好, שלום, مرحبا, \ud83d\udca9 100 % \\u0041";

        Assert.Same(Text, LogText.Line(Text));
    }

    [Fact]
    public void Entry_IsOneLine_WithItsException_HoweverLong()
    {
        using var writer = new StringWriter();
        var entry = new LogEntry<string>(
            LogLevel.Error, "Farebox.X", new EventId(7), Hostile, new InvalidOperationException(Hostile), (state, _) => state + new string('x', 100_000));

        new LineFormatter(new ManualTimeProvider()).Write(entry, null, writer);

        var line = Assert.Single(writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^\d\d:\d\d:\d\d fail: Farebox\.X\[7\] a\\u000d\\u000aERROR forged\\u001b\[2J", line);
        Assert.DoesNotContain(line, c => char.IsControl(c) || c is '\u202e' or '\u2028');
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Console_OfARealServer_HasNoLineThatAClientOrProviderWrote(string format)
    {
        var folder = Directory.CreateTempSubdirectory("farebox-test-");
        await using var upstream = ScriptedUpstream.Start();
        upstream.Always(Answers.Error(500, "server_error", null, Hostile));
        await using (var server = await ServerProcess.StartAsync(
            Path.Combine(folder.FullName, "data"), ServerProcess.NewAdminKey(), new Dictionary<string, string> { ["FAREBOX_LOG_FORMAT"] = format, ["FAREBOX_LOG_LEVEL"] = "debug" }))
        {
            var project = (await server.GetAsync("/v1/organization/projects")).GetProperty("data")[0].GetProperty("id").GetString();
            await server.Admin.Post("/v1/system/upstreams", new { name = "hostile", base_url = upstream.BaseUrl, free = true, models = new[] { "m" } }).Expect(200);
            var key = await server.Admin.Post($"/v1/organization/projects/{project}/api_keys", new { name = "\u202ename" }).Expect(200);
            TestRecords.Secret(key.String("value"));
            await server.Admin.Post("/v1/organization/rate_limits/rl-m%E2%80%AE%C2%9B", new { max_requests_per_1_minute = 5 });
            using var client = new HttpClient { BaseAddress = server.BaseUrl };
            client.DefaultRequestHeaders.Authorization = new("Bearer", key.String("value"));
            Assert.Equal(502, (await client.PostAsync(Calls.Body(model: "m"))).Status);
            await client.PostAsync(Calls.Body(model: "\\r\\nforged \\u001b[2J\\u202e"));
            using var raw = await RawClient.ConnectAsync(server.BaseUrl);
            await raw.SendAsync("GET /v1/x%0d%0aforged%1b%5b2J HTTP/1.1\r\nHost: farebox\r\nX-Client-Request-Id: \u001b[2J\r\nUser-Agent: \u001b[2Jforged\r\n\r\n");
            Assert.Equal(404, (await raw.ReadAsync())!.Status);
            Assert.Equal(0, await server.StopAsync());

            var lines = server.Output.Lines;
            Assert.Contains(lines, line => line.Contains("is failing", StringComparison.Ordinal));
            Assert.DoesNotContain(lines, line => line.Any(c => char.IsControl(c) || c is '\u202e' or '\u2028'));
            Assert.DoesNotContain(lines, line => line.StartsWith("ERROR forged", StringComparison.Ordinal) || line.StartsWith("forged", StringComparison.Ordinal));
        }

        folder.Delete(recursive: true);
    }
}
