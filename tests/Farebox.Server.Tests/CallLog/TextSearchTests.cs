using Farebox.Server.CallLog;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.CallLog;

public sealed class TextSearchTests : CallLogFixture
{
    [Fact]
    public async Task List_Text_FindsRequestsAndAnswers()
    {
        await KeepAsync(new { policy = "full" });
        Upstream.Enqueue(Answers.Chat("The Eiffel Tower is in Paris."), Answers.Chat("今天天气很好"));
        var (tower, weather, plain) = (await CallAsync("Where is it?"), await CallAsync("weather"), await CallAsync("Paris, Texas"));

        Assert.Equal([plain, tower], await SearchAsync("text=paris"));
        Assert.Equal([tower, plain], await SearchAsync("text=paris&order=asc"));
        Assert.Equal([tower], await SearchAsync("text=paris eiffel"));
        Assert.Equal([tower], await SearchAsync("text=\"eiffel tower\""));
        Assert.Empty(await SearchAsync("text=\"tower eiffel\""));
        Assert.Equal([weather], await SearchAsync("text=天气"));
        Assert.Empty(await SearchAsync("text=气天"));
        Assert.Empty(await SearchAsync("text=nothing"));
    }

    [Fact]
    public async Task List_TextAndFilters_BothDecide()
    {
        await KeepAsync(new { policy = "full" });
        Upstream.Enqueue(Answers.BadRequest());
        var (refused, fine) = (await Client.PostAsync(Ask("zanzibar")), await Client.PostAsync(Ask("zanzibar")));
        Assert.Equal([refused.RequestId], await SearchAsync("text=zanzibar&outcome=upstream_refused"));
        Assert.Equal([fine.RequestId], await SearchAsync("text=zanzibar&outcome=completed"));
        Assert.Empty(await SearchAsync("text=zanzibar&model=other"));
        Assert.Empty(await SearchAsync($"text=zanzibar&end_time={Clock.Seconds}"));
    }

    [Fact]
    public async Task List_Text_HasPages()
    {
        await KeepAsync(new { policy = "full" });
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Insert(0, await CallAsync("zanzibar"));
        Assert.Equal(ids[..2], await SearchAsync("text=zanzibar&limit=2"));
        Assert.Equal(ids[2..4], await SearchAsync($"text=zanzibar&limit=2&after={ids[1]}"));
        Assert.True((await Farebox.GetAsync($"{Logs}?text=zanzibar&limit=2")).GetProperty("has_more").GetBoolean());
        Assert.Equal(ids[4..], await SearchAsync($"text=zanzibar&limit=2&after={ids[3]}"));
    }

    [Fact]
    public async Task List_TextWithoutAWord_Is400()
    {
        await Farebox.Admin.Get(Logs + "?text=***").ExpectError(400, "invalid_value", "text");
        await Farebox.Admin.Get(Logs + "?text=a&before=req_00000000000000000000000000000000").ExpectError(400, "invalid_value", "before");
        Assert.Empty((await Farebox.Admin.Get(Logs + "?text=a").Expect(200)).Data);
    }

    // Ids are in the order of their milliseconds.
    private async Task<string> CallAsync(string text)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        return (await Client.PostAsync(Ask(text))).RequestId;
    }

    [Theory]
    [InlineData("a b", "\"a\" \"b\"")]
    [InlineData("\"a b\" c", "\"a b\" \"c\"")]
    [InlineData("foo:bar* OR NOT", "\"foo bar\" \"OR\" \"NOT\"")]
    [InlineData("天气", "\"天  气\"")]
    [InlineData("bob@example.com", "\"bob example com\"")]
    public void Query_IsPhrasesOnly(string text, string query) => Assert.Equal(query, SearchText.Query(text));

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("-- **")]
    public void Query_WithoutAWord_IsNone(string text) => Assert.Null(SearchText.Query(text));
}
