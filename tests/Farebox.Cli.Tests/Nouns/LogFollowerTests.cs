using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Farebox.Cli.Tests.Nouns;

public sealed class LogFollowerTests
{
    [Fact]
    public async Task Follow_GoesOnWhereAStreamEnded_ShowsEachCallOnce_AndEndsByCtrlC()
    {
        using var run = Caller();
        run.Clock = new FakeClock();
        var cursors = new List<string>();
        await using var api = await FakeApi.StartAsync((_, context) =>
        {
            cursors.Add(context.Request.Headers["Last-Event-ID"].ToString());
            switch (cursors.Count)
            {
                case 1: return StreamAsync(context, ("100", "req_1"), ("200", "req_2"));
                case 2: return FakeApi.WriteAsync(context, 503, FakeApi.Error("Busy."));

                // A call that ended just before the cursor comes again; one that began earlier and ended now is new.
                case 3: return StreamAsync(context, ("200", "req_2"), ("300", "req_0"));
                default:
                    run.Interrupts.Interrupt();
                    return StreamAsync(context);
            }
        });

        Assert.Equal(130, await run.RunAsync("logs", "-f", "--json", "--limit", "5", "--model", "eliza", "--base-url", api.BaseUrl));

        Assert.Equal(
            ["req_1", "req_2", "req_0"], run.Out.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()));
        Assert.Equal(["", "200", "200", "300"], cursors);
        Assert.Equal(["?model=eliza&tail=5", "?model=eliza"], api.Requests.Take(2).Select(request => request.Query));
        Assert.Equal("GET /organization/request_logs/stream", api.Requests.First().Route);
        Assert.Single(run.Error.TrimEnd().Split('\n'), "Busy. Trying again.");
    }

    [Fact]
    public async Task Follow_RefusedAtOnce_SaysSo()
    {
        await using var api = await FakeApi.StartAsync(
            ("GET /organization/request_logs/stream", 401, FakeApi.Error("Incorrect API key provided.", "invalid_api_key")));
        using var run = Caller();
        Assert.NotEqual(0, await run.RunAsync("logs", "-f", "--base-url", api.BaseUrl));
        Assert.Contains("Incorrect API key", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follow_WithText_IsRefused()
    {
        using var run = Caller();
        Assert.Equal(2, await run.RunAsync("logs", "-f", "--text", "word"));
        Assert.Contains("--text", run.Error, StringComparison.Ordinal);
    }

    private static async Task StreamAsync(HttpContext context, params (string Cursor, string Id)[] events)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var (cursor, id) in events) await context.Response.WriteAsync($"id: {cursor}\ndata: {LogSamples.Record(id)}\n\n");
        await context.Response.Body.FlushAsync();
    }

    private static CliRun Caller() => new() { Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };
}
