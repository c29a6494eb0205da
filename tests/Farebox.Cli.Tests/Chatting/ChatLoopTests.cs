using System.Text.Json;
using System.Threading.Channels;

namespace Farebox.Cli.Tests.Chatting;

/// <summary>The conversation on a terminal, with a reader that waits for the next line as a person does.</summary>
public sealed class ChatLoopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Conversation_RemembersUntilReset_AndObeysCommands()
    {
        await using var api = await FakeApi.StartAsync((_, context) =>
            ChatVerbTests.StreamAsync(context, ChatVerbTests.Frame("""{"content":"Yes."}"""), "[DONE]"));
        using var run = Terminal("one", "two", "/reset", "/model other", "/system Be kind.", "three", "/exit", "never");

        Assert.Equal(0, await run.RunAsync("chat", "--base-url", api.BaseUrl));

        var bodies = api.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement).ToArray();
        Assert.Equal([["one"], ["one", "Yes.", "two"], ["Be kind.", "three"]], bodies.Select(Contents));
        Assert.Equal(["gpt-3.5-turbo", "gpt-3.5-turbo", "other"], bodies.Select(body => body.GetProperty("model").GetString()));
    }

    [Fact]
    public async Task EndOfInput_Leaves()
    {
        await using var api = await FakeApi.StartAsync();
        using var run = Terminal();

        Assert.Equal(0, await run.RunAsync("chat", "--base-url", api.BaseUrl));
    }

    [Fact]
    public async Task Error_IsReportedAndTheConversationGoesOn()
    {
        await using var api = await FakeApi.StartAsync(("POST /chat/completions", 404, FakeApi.Error("No such model.", "model_not_found")));
        using var run = Terminal("one", "two");

        Assert.Equal(0, await run.RunAsync("chat", "--base-url", api.BaseUrl));

        Assert.Equal(2, api.Requests.Count);
        Assert.Contains("farebox: No such model.", run.Error, StringComparison.Ordinal);
        Assert.Equal([["one"], ["two"]], api.Requests.Select(request => Contents(JsonDocument.Parse(request.Body).RootElement)));
    }

    [Fact]
    public async Task CtrlC_DuringAnAnswer_StopsItAtTheServerAndStays()
    {
        var stopped = new TaskCompletionSource();
        var began = new TaskCompletionSource();
        await using var api = await FakeApi.StartAsync(async (_, context) =>
        {
            await ChatVerbTests.StreamAsync(context, ChatVerbTests.Frame("""{"content":"Well, "}"""));
            if (stopped.Task.IsCompleted)
            {
                await ChatVerbTests.StreamAsync(context, "[DONE]");
                return;
            }
            began.SetResult();
            context.RequestAborted.Register(stopped.SetResult);
            await stopped.Task;
        });
        var lines = new LineReader();
        using var run = Terminal();
        run.In = lines;
        var ended = run.RunAsync("chat", "--base-url", api.BaseUrl);

        lines.Say("one");
        await began.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        run.Interrupts.Interrupt();
        await stopped.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        lines.Say("two");
        lines.End();

        Assert.Equal(0, await ended.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Contains("[stopped]", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, api.Requests.Count);
    }

    [Fact]
    public async Task CtrlC_AtThePrompt_WarnsFirstAndLeavesTheSecondTime()
    {
        await using var api = await FakeApi.StartAsync();
        var lines = new LineReader();
        using var run = Terminal();
        run.In = lines;
        var ended = run.RunAsync("chat", "--base-url", api.BaseUrl);
        await lines.Asked.WaitAsync(Patience, TestContext.Current.CancellationToken);

        run.Interrupts.Interrupt();
        Assert.False(ended.IsCompleted);
        Assert.Contains("Ctrl-C again", run.Error, StringComparison.Ordinal);
        run.Interrupts.Interrupt();

        Assert.Equal(0, await ended.WaitAsync(Patience, TestContext.Current.CancellationToken));
        lines.End();
    }

    private static string?[] Contents(JsonElement body) =>
        [.. body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString())];

    private static CliRun Terminal(params string[] lines) => new()
    {
        In = new StringReader(string.Join('\n', lines)),
        InIsTerminal = true,
        Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" },
    };

    /// <summary>Gives lines when the test says them.</summary>
    private sealed class LineReader : TextReader
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
        private readonly TaskCompletionSource _asked = new();

        /// <summary>Ends when the first line is waited for.</summary>
        public Task Asked => _asked.Task;

        public void Say(string line) => _lines.Writer.TryWrite(line);

        public void End() => _lines.Writer.TryComplete();

        public override string? ReadLine()
        {
            _asked.TrySetResult();
            return _lines.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult() && _lines.Reader.TryRead(out var line) ? line : null;
        }
    }
}
