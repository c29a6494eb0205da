using System.Net;
using System.Text.Json;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Testing;

public sealed class AnswersTests
{
    private const int TenMegabytes = 10_000_000;

    private static Dictionary<string, Answer> BrokenAnswers { get; } = new()
    {
        ["garbage"] = Answers.Garbage(),
        ["closed"] = Answers.CloseAtOnce(),
        ["reset"] = Answers.ResetAtOnce(),
        ["half a head"] = Answers.HalfHead(),
        ["short of its length"] = Answers.CutChat(50),
        ["short of its last chunk"] = Answers.CutChat(50, BodyFraming.Chunked),
        ["reset in its body"] = Answers.CutChat(50, reset: true),
        ["bad chunk"] = Answers.BadChunk(),
    };

    public static TheoryData<string> Broken => [.. BrokenAnswers.Keys];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Broken_EachWay_FailsTheClient(string way)
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Enqueue(BrokenAnswers[way]);

        await Assert.ThrowsAsync<HttpRequestException>(client.ChatTextAsync);
        Assert.Equal(AnswerEnding.BrokenByScript, await upstream.Calls[0].Ended);
        Assert.Empty(upstream.Faults);
    }

    [Theory]
    [InlineData(BodyFraming.Length)]
    [InlineData(BodyFraming.Chunked)]
    public async Task Large_TenMegabytes_ArriveWithUsageAtTheEnd(BodyFraming framing)
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Enqueue(Answers.LargeChat(TenMegabytes, framing), Answers.LargeEmbeddings(TenMegabytes, framing));

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var text = await client.ChatTextAsync();
            Assert.InRange(text.Length, TenMegabytes, 2 * TenMegabytes);
            Assert.Contains("\"usage\":{\"prompt_tokens\":1019", text[^600..], StringComparison.Ordinal);
        }

        Assert.All(upstream.Calls, call => Assert.True(call.Produced.Bytes > TenMegabytes && call.Produced.Usage is not null));
    }

    [Fact]
    public async Task Errors_OfTheProvider_NameItsOrganizationOrHost()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        var statuses = new[] { 400, 401, 403, 422, 429, 429, 500, 502 };
        upstream.Enqueue(Answers.BadRequest(), Answers.WrongKey(), Answers.Forbidden(), Answers.Unprocessable());
        upstream.Enqueue(Answers.RateLimited(), Answers.OutOfQuota(), Answers.ServerError(), Answers.ErrorPage(502));

        foreach (var status in statuses)
        {
            using var answer = await client.ChatAsync();
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode)status, answer.StatusCode);
            Assert.Contains(UpstreamIdentity.Marks, mark => text.Contains(mark, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Unscripted_KeySet_AcceptsOnlyThatKey()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        Assert.Contains("chat.completion", await client.ChatTextAsync(), StringComparison.Ordinal);

        upstream.ApiKey = "sk-upstream";
        using var refused = await client.ChatAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData("{}", 400, "missing_required_parameter")]
    [InlineData("""{"model":"no-such","messages":[]}""", 404, "model_not_found")]
    public async Task Unscripted_BadRequest_IsRefusedAsOpenAiDoes(string body, int status, string code)
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);

        using var answer = await client.ChatAsync(body);
        var error = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        Assert.Equal((status, code), ((int)answer.StatusCode, error.GetProperty("error").GetProperty("code").GetString()));
    }
}
