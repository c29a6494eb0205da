using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Farebox.Cli.Tests.Chatting;

public sealed class ChatVerbTests
{
    private static readonly string[] Hello =
    [
        Frame("""{"role":"assistant","content":""}"""), Frame("""{"content":"Hel"}"""), Frame("""{"content":"lo"}"""),
        """{"model":"eliza","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
        """{"model":"eliza","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""",
        "[DONE]",
    ];

    [Fact]
    public async Task PipedText_IsOneMessage_AndTheAnswerAloneIsOutput()
    {
        await using var api = await FakeApi.StartAsync((_, context) => StreamAsync(context, Hello));
        using var run = new CliRun { In = new StringReader("How are you?\nWell?\n"), Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

        Assert.Equal(0, await run.RunAsync(
            "chat", "--base-url", api.BaseUrl, "--model", "@cf/meta/llama", "--system", "Be brief.", "--max-tokens", "7",
            "--temperature", "0.5"));

        Assert.Equal("Hello\n", run.Out);
        Assert.Empty(run.Error);
        var body = JsonDocument.Parse(Assert.Single(api.Requests).Body).RootElement;
        Assert.Equal("@cf/meta/llama", body.GetProperty("model").GetString());
        Assert.Equal("Be brief.", body.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Equal("How are you?\nWell?\n", body.GetProperty("messages")[1].GetProperty("content").GetString());
        Assert.Equal(7, body.GetProperty("max_tokens").GetInt32());
        Assert.Equal(0.5, body.GetProperty("temperature").GetDouble());
        Assert.True(body.GetProperty("stream").GetBoolean());
    }

    [Fact]
    public async Task Json_IsEachFrameOnItsLine()
    {
        await using var api = await FakeApi.StartAsync((_, context) => StreamAsync(context, Hello));
        using var run = new CliRun { In = new StringReader("Hi"), Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

        Assert.Equal(0, await run.RunAsync("chat", "--base-url", api.BaseUrl, "--json"));

        Assert.Equal(Hello[..^1], run.Out.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task AnswerWithEscapeSequences_ReachesTheTerminalWithoutThem()
    {
        var frame = Frame("""{"content":"\u001b[2Jgone\u0007"}""");
        await using var api = await FakeApi.StartAsync((_, context) => StreamAsync(context, frame, "[DONE]"));
        using var run = new CliRun { In = new StringReader("Hi"), Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

        await run.RunAsync("chat", "--base-url", api.BaseUrl);

        Assert.Equal("[2Jgone\n", run.Out);
    }

    [Theory]
    [InlineData(1, """{"error":{"message":"The upstream failed.","type":"server_error","param":null,"code":"upstream_error"}}""")]
    [InlineData(5, """{"error":{"message":"No credit.","type":"insufficient_quota","param":null,"code":null}}""")]
    [InlineData(1, "not json")]
    public async Task StreamThatFails_KeepsWhatCameAndEndsWithItsStatus(int expected, string failure)
    {
        await using var api = await FakeApi.StartAsync((_, context) => StreamAsync(context, Hello[1], failure));
        using var run = new CliRun { In = new StringReader("Hi"), Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

        Assert.Equal(expected, await run.RunAsync("chat", "--base-url", api.BaseUrl));
        Assert.Equal("Hel\n", run.Out);
        Assert.StartsWith("farebox: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamThatEndsBeforeItsReason_IsAFailure()
    {
        await using var api = await FakeApi.StartAsync((_, context) => StreamAsync(context, Hello[1]));
        using var run = new CliRun { In = new StringReader("Hi"), Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

        Assert.Equal(1, await run.RunAsync("chat", "--base-url", api.BaseUrl));
        Assert.Contains("broke off", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamWithoutDone_ThatGaveItsReason_IsWhole()
    {
        await using var api = await FakeApi.StartAsync((_, context) => StreamAsync(context, Hello[..4]));
        using var run = new CliRun { In = new StringReader("Hi"), Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

        Assert.Equal(0, await run.RunAsync("chat", "--base-url", api.BaseUrl));
    }

    [Fact]
    public async Task ConnectionThatBreaks_IsUnreachable()
    {
        await using var api = await FakeApi.StartAsync(async (_, context) =>
        {
            await StreamAsync(context, Hello[1]);
            context.Abort();
        });
        using var run = new CliRun { In = new StringReader("Hi"), Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

        Assert.Equal(6, await run.RunAsync("chat", "--base-url", api.BaseUrl));
    }

    [Fact]
    public async Task AddressThatRefusesStreamOptions_IsAskedWithout()
    {
        await using var api = await FakeApi.StartAsync((_, context) => context.Items.Count >= 0 && context.Request.ContentLength > 120
            ? FakeApi.WriteAsync(context, 400, FakeApi.Error("Unknown field: stream_options"))
            : StreamAsync(context, Hello));
        using var run = new CliRun { In = new StringReader("Hi"), Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

        Assert.Equal(0, await run.RunAsync("chat", "--base-url", api.BaseUrl));
        Assert.Equal(2, api.Requests.Count);
        Assert.DoesNotContain("stream_options", api.Requests.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptyInput_IsAUsageError()
    {
        using var run = new CliRun { In = new StringReader(" \n"), Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

        Assert.Equal(2, await run.RunAsync("chat", "--base-url", "http://127.0.0.1:1"));
    }

    internal static string Frame(string delta) =>
        $$$"""{"model":"eliza","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":null}]}""";

    internal static async Task StreamAsync(HttpContext context, params string[] frames)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var frame in frames)
        {
            await context.Response.WriteAsync($": keep-alive\n\ndata: {frame}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }
}
