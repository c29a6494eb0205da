using System.Text.Json;
using Farebox.Kernel.Routing;
using Farebox.Server.Upstreams;
using Farebox.Server.Upstreams.Eliza;
using Farebox.Server.Upstreams.Eliza.Engine;

namespace Farebox.Server.Tests.Upstreams.Eliza;

public sealed class ElizaConnectionTests
{
    [Fact]
    public async Task Send_Chat_AnswersInOpenAiShape()
    {
        var (status, json) = await ElizaCalls.CallAsync(ElizaCalls.Body(["Hello"], ",\"max_tokens\":2"));

        Assert.Equal(200, status);
        var fingerprint = $"fp_{Script.Doctor.Fingerprint}";
        var content = JsonSerializer.Serialize(ElizaCalls.Content(json.GetProperty("choices")[0]));
        Assert.Equal(
            $$$$"""
            {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"eliza","system_fingerprint":"{{{{fingerprint}}}}",
            "choices":[{"index":0,"message":{"role":"assistant","content":{{{{content}}}},"refusal":null},
            "logprobs":null,"finish_reason":"length"}],
            "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},
            "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,
            "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}
            """.ReplaceLineEndings(""),
            json.GetRawText());
    }

    [Fact]
    public async Task Send_SystemMessageOnly_Greets()
    {
        var (status, json) = await ElizaCalls.CallAsync("""{"messages":[{"role":"system","content":"You are a cat, and my friend."}]}""");
        Assert.Equal(200, status);
        Assert.Equal(new Conversation(Script.Doctor, 1966).Greet(), ElizaCalls.Content(json.GetProperty("choices")[0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"seed\":7")]
    [InlineData(",\"seed\":-9223372036854775808")]
    public async Task Send_SameSeedAndMessages_SameAnswer(string seed)
    {
        string[] messages = ["My boat is old", "hm", "I am sad", "hm"];
        Assert.Equal(await ElizaCalls.AskAsync(messages, seed), await ElizaCalls.AskAsync(messages, seed));
    }

    [Fact]
    public async Task Send_OtherSeeds_AnswerDifferently()
    {
        var answers = new HashSet<string>();
        for (var seed = 0; seed < 20; seed++) answers.Add(await ElizaCalls.AskAsync(["hm"], $",\"seed\":{seed}"));
        Assert.True(answers.Count > 2);
    }

    [Fact]
    public async Task Send_RepeatedMessage_GetsTheNextReaction()
    {
        Assert.NotEqual(await ElizaCalls.AskAsync(["computers"]), await ElizaCalls.AskAsync(["computers", "computers"]));
    }

    [Fact]
    public async Task Send_NoKeywordLater_RecallsWhatWasSaid()
    {
        Assert.Contains("boat leaks badly", await ElizaCalls.AskAsync(["My boat leaks badly", "hm"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_OnlyThePicture_SaysThatItReadsWords()
    {
        var (_, json) = await ElizaCalls.CallAsync(
            """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:,"}}]}]}""");
        Assert.Contains("words", ElizaCalls.Content(json.GetProperty("choices")[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_SeveralChoices_GivesThemNumberedAndCountsTheirTokensTogether()
    {
        var (_, json) = await ElizaCalls.CallAsync(ElizaCalls.Body(["hm, well"], ",\"n\":8,\"max_completion_tokens\":2"));
        var choices = json.GetProperty("choices").EnumerateArray().ToList();

        Assert.Equal(Enumerable.Range(0, 8), choices.Select(choice => choice.GetProperty("index").GetInt32()));
        Assert.True(choices.Select(ElizaCalls.Content).Distinct().Count() > 1);
        Assert.Equal(await ElizaCalls.AskAsync(["hm, well"], ",\"max_tokens\":2"), ElizaCalls.Content(choices[0]));
        Assert.Equal((3, 16), (Usage(json, "prompt_tokens"), Usage(json, "completion_tokens")));
    }

    [Fact]
    public async Task Send_Stop_EndsBeforeItAndCountsWhatIsLeft()
    {
        var whole = await ElizaCalls.AskAsync(["Hello"]);
        var words = whole.Split(' ');
        var (_, json) = await ElizaCalls.CallAsync(ElizaCalls.Body(["Hello"], $",\"stop\":{JsonSerializer.Serialize(' ' + words[1])}"));
        var choice = json.GetProperty("choices")[0];
        Assert.Equal((words[0], "stop"), (ElizaCalls.Content(choice), choice.GetProperty("finish_reason").GetString()));
    }

    [Fact]
    public async Task Send_ManyRolesAndLanguages_CountsTheTextOfAll()
    {
        var (_, json) = await ElizaCalls.CallAsync(
            """
            {"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"你好"},
             {"role":"assistant","content":"Hm?"},{"role":"user","content":"Yes"}]}
            """);
        Assert.Equal(8, Usage(json, "prompt_tokens"));
    }

    [Fact]
    public async Task Send_VeryLongConversation_HoldsTheLastTurnsAgain()
    {
        var messages = Enumerable.Range(0, 1_000).Select(turn => $"I am number {turn}").ToArray();
        Assert.Equal(await ElizaCalls.AskAsync(messages[^ElizaModel.MaxTurns..]), await ElizaCalls.AskAsync(messages));
    }

    [Fact]
    public async Task Send_BadBody_AnswersOpenAiError()
    {
        var (status, json) = await ElizaCalls.CallAsync("""{"messages":[{"role":"king","content":"Hi"}]}""");
        var error = json.GetProperty("error");
        Assert.Equal(400, status);
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(field => field.Name));
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Equal("messages[0].role", error.GetProperty("param").GetString());
        Assert.Equal("invalid_value", error.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(Surface.Completions)]
    [InlineData(Surface.Embeddings)]
    [InlineData(Surface.Images)]
    public async Task Send_OtherSurfaces_AreNotFound(Surface surface)
    {
        var (status, json) = await ElizaCalls.CallAsync("{}", surface);
        Assert.Equal(404, status);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("error").GetProperty("code").ValueKind);
        Assert.Contains("only chats", json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_AlreadyCancelled_Throws()
    {
        using var connection = ElizaCalls.Connect();
        await Assert.ThrowsAsync<RequestNotSentException>(
            async () => await connection.SendAsync(ElizaCalls.Request(ElizaCalls.Body(["Hi"])), new CancellationToken(true)));
    }

    [Fact]
    public async Task ListModels_Always_NamesEliza()
    {
        using var connection = ElizaCalls.Connect();
        Assert.Equal(["eliza"], await connection.ListModelsAsync(TestContext.Current.CancellationToken));
    }

    private static int Usage(JsonElement json, string field) => json.GetProperty("usage").GetProperty(field).GetInt32();
}
