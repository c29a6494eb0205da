using System.Text.Json;
using Farebox.Kernel.Credentials;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.CallLog;

public sealed class CaptureTests : CallLogFixture
{
    private static readonly string Secret = KeyText.NewApiKey();

    protected override void Configure(Platform.Options.FareboxOptions options) => options.CallLogMaxPayloadBytes = 8192;

    [Fact]
    public async Task Off_StoresNothing()
    {
        var call = await Client.PostAsync(Ask("zanzibar"));
        Assert.Equal(200, call.Status);
        var shown = await Farebox.GetAsync($"{Logs}/{call.RequestId}?include=payload,steps");
        Assert.False(shown.TryGetProperty("payload", out _) || shown.TryGetProperty("steps", out _));
        Assert.False(File.Exists(StorePath));
    }

    [Fact]
    public async Task Full_WholeAnswer_IsKeptAsItCameAndLeft()
    {
        await KeepAsync(new { policy = "full" });
        var body = Ask("mail bob@example.com", """, "temperature": 0.5""");
        var call = await Client.PostAsync(body);
        var payload = (await ShowAsync(call)).GetProperty("payload");
        Assert.Equal(("full", body, call.Body), (Text(payload, "policy"), Text(payload, "request"), Text(payload, "answer")));
        Assert.False(payload.GetProperty("request_cut").GetBoolean() || payload.GetProperty("answer_cut").GetBoolean());
    }

    [Fact]
    public async Task Policy_TurnedOff_HoldsForTheNextCall()
    {
        await KeepAsync(new { policy = "full" });
        await Client.PostAsync(Ask("first"));
        await KeepAsync(new { policy = "off" });
        var call = await Client.PostAsync(Ask("second"));
        Assert.False((await ShowAsync(call)).TryGetProperty("payload", out _));
    }

    [Fact]
    public async Task Redacted_SecretsNeverReachTheDisk()
    {
        await KeepAsync(new { policy = "redacted", patterns = new[] { "EMP-[0-9]{6}" } });
        Upstream.Enqueue(Answers.Chat($"Write to carol@example.org or use {Secret}, xylophone."));
        var call = await Client.PostAsync($$"""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"I am bob\u0040example.com, EMP-123456, xylophone"}]}""");
        Assert.Contains("carol@example.org", call.Body, StringComparison.Ordinal);

        var payload = (await ShowAsync(call)).GetProperty("payload");
        Assert.Contains("I am [email], [redacted], xylophone", Text(payload, "request"), StringComparison.Ordinal);
        Assert.Contains("Write to [email] or use [api_key], xylophone.", Text(payload, "answer"), StringComparison.Ordinal);

        // The index holds words, but for a beginning they have in common: what is left of the texts is there, and nothing of what was taken out.
        Assert.True(IsOnDisk("ylophone"));
        foreach (var secret in new[] { "bob", "arol", "xample", "23456", Secret[8..], Secret[8..].ToLowerInvariant() }) Assert.False(IsOnDisk(secret), secret);
    }

    [Fact]
    public async Task Redacted_StreamWhoseFramesCutASecret_IsRedactedWhole()
    {
        await KeepAsync(new { policy = "redacted" });
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Pieces = ["ask bo", "b@exa", "mple.c", "om, ", Secret[..20], Secret[20..]] }));
        var call = await Client.PostAsync(Ask("who?", ",\"stream\":true"));
        Assert.Contains("bob@example.com", call.StreamedText, StringComparison.Ordinal);
        Assert.Equal("ask [email], [api_key]", Message(await ShowAsync(call)).GetProperty("content").GetString());
        Assert.False(IsOnDisk("ample"));
    }

    [Fact]
    public async Task Stream_IsPutTogether()
    {
        await KeepAsync(new { policy = "full" });
        var tool = new ToolCall("call_1", "weather", """{"city":"Paris"}""");
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Pieces = ["One ", "two ", "汉字"], ToolCalls = [tool] }));
        var call = await Client.PostAsync(Ask("go", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        var answer = Answer(await ShowAsync(call));
        var message = answer.GetProperty("choices")[0].GetProperty("message");
        Assert.Equal(("assistant", "One two 汉字"), (Text(message, "role"), Text(message, "content")));
        var called = message.GetProperty("tool_calls")[0];
        Assert.Equal(("call_1", "weather", tool.Arguments), (Text(called, "id"), Text(called.GetProperty("function"), "name"), Text(called.GetProperty("function"), "arguments")));
        Assert.Equal("chat.completion", Text(answer, "object"));
        Assert.True(answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32() > 0);
    }

    [Fact]
    public async Task Long_AnswersAndRequests_AreCutAndMarked()
    {
        await KeepAsync(new { policy = "full" });
        Upstream.Enqueue(Answers.LargeChat(50_000), Answers.LargeChat(2_000_000), Answers.ChatStream(StreamScript.OfChunks(1000)));
        var (whole, flowing, stream) = (await Client.PostAsync(Ask(new string('x', 20_000))), await Client.PostAsync(Ask("b")), await Client.PostAsync(Ask("c", ",\"stream\":true")));
        var payload = (await ShowAsync(whole)).GetProperty("payload");
        Assert.True(payload.GetProperty("request_cut").GetBoolean() && payload.GetProperty("answer_cut").GetBoolean());
        Assert.Equal(8192, Text(payload, "request")!.Length);
        Assert.Equal(whole.Body[..8192], Text(payload, "answer"));
        Assert.Equal(flowing.Body[..8192], Text((await ShowAsync(flowing)).GetProperty("payload"), "answer"));
        payload = (await ShowAsync(stream)).GetProperty("payload");
        Assert.True(payload.GetProperty("answer_cut").GetBoolean());
        Assert.StartsWith("word1 word2 ", Message(await ShowAsync(stream)).GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpstreamsError_IsKept_WithoutItsIdentity()
    {
        await KeepAsync(new { policy = "full" });
        Upstream.Enqueue(Answers.BadRequest());
        var call = await Client.PostAsync(Ask("wrong"));
        var shown = await ShowAsync(call);
        var error = Text(shown.GetProperty("payload"), "upstream_error")!;
        Assert.Contains("error", error, StringComparison.Ordinal);
        Assert.DoesNotContain(UpstreamIdentity.Marks, mark => error.Contains(mark, StringComparison.Ordinal));
        Assert.Equal(call.Body, Text(shown.GetProperty("payload"), "answer"));

        Upstream.Enqueue(Answers.WrongKey());
        Assert.Null(Text((await ShowAsync(await Client.PostAsync(Ask("operator's")))).GetProperty("payload"), "upstream_error"));
    }

    [Fact]
    public async Task Refused_Call_IsKeptToo()
    {
        await KeepAsync(new { policy = "full" });
        var call = await Client.PostAsync("""{"model":"no-such-model","messages":[{"role":"user","content":"x"}]}""");
        Assert.Equal(404, call.Status);
        var payload = (await ShowAsync(call)).GetProperty("payload");
        Assert.Equal(("""{"model":"no-such-model","messages":[{"role":"user","content":"x"}]}""", call.Body), (Text(payload, "request"), Text(payload, "answer")));
    }

    [Theory]
    [InlineData("", "read,admit,reserve,attempt,end,settle")]
    [InlineData(",\"stream\":true", "read,admit,reserve,attempt,first_byte,end,settle")]
    public async Task Steps_AreInOrderWithTheirTimes(string more, string names)
    {
        await KeepAsync(new { policy = "redacted" });
        var steps = (await ShowAsync(await Client.PostAsync(Ask("hi", more)))).GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(names, string.Join(',', steps.Select(step => Text(step, "name"))));
        var times = steps.ConvertAll(step => step.GetProperty("at_us").GetInt64());
        Assert.Equal(times.Order(), times);
        Assert.Equal(times[^1], steps.Sum(step => step.GetProperty("took_us").GetInt64()));
        Assert.Equal("200", Text(steps[3], "result"));
    }

    [Fact]
    public async Task Fallover_ShowsEachAttempt()
    {
        await KeepAsync(new { policy = "full" });
        await using var second = ScriptedUpstream.Start();
        Clock.Advance(TimeSpan.FromSeconds(1)); // They are tried in the order of their ids.
        await Farebox.AddUpstreamAsync("second", second);
        Upstream.Enqueue(Answers.ServerError());
        var call = await Client.PostAsync(Ask("hi"));
        Assert.Equal(200, call.Status);
        var shown = await ShowAsync(call);
        Assert.Equal(["upstream_error", "200"], shown.GetProperty("steps").EnumerateArray().Where(step => Text(step, "name") == "attempt").Select(step => Text(step, "result")));
        Assert.NotNull(Text(shown.GetProperty("payload"), "upstream_error"));
    }

    private static JsonElement Answer(JsonElement shown) => JsonSerializer.Deserialize<JsonElement>(Text(shown.GetProperty("payload"), "answer")!);

    private static JsonElement Message(JsonElement shown) => Answer(shown).GetProperty("choices")[0].GetProperty("message");

    private static string? Text(JsonElement parent, string name) => parent.GetProperty(name).GetString();
}
