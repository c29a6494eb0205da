using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.RegularExpressions;
using Farebox.Server.Tests.Accounts;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>Calls in the console: listed, filtered, paged, followed, exported, and one in full.</summary>
public sealed partial class LogPagesTests : OrganizationPagesFixture
{
    private async Task<string> CallAsync(string body)
    {
        var call = await Client.PostAsync(body);
        await Farebox.RecordAsync(call.RequestId);
        return call.RequestId;
    }

    [Fact]
    public async Task Log_IsNewestFirst_AndNarrowedByTheAddress()
    {
        Assert.Contains("No calls", (await OpenAsync("logs")).Html, StringComparison.Ordinal);
        var good = await CallAsync(Calls.Body());
        var refused = await CallAsync(Calls.Body(model: "<script>alert(1)</script>"));
        var page = await OpenAsync("logs");
        Assert.Equal([refused, good], Rows(page));
        Assert.DoesNotContain("<script>alert(1)", page.Sent, StringComparison.Ordinal);
        Assert.Contains("logs/live", page.Html, StringComparison.Ordinal);

        Assert.Equal([good], Rows(await OpenAsync("logs?outcome=completed")));
        Assert.Equal([refused], Rows(await OpenAsync("logs?status=404")));
        Assert.Equal([good], Rows(await OpenAsync("logs?model=gpt-4o-mini&from=2020-01-01T00:00")));
        Assert.Empty(Rows(await OpenAsync("logs?to=2020-01-01T00:00")));
        var one = await OpenAsync("logs?id=" + good);
        Assert.Equal([good], Rows(one));
        Assert.DoesNotContain("logs/export", one.Html, StringComparison.Ordinal);
        Assert.Contains("logs/export?status=404&format=csv", (await OpenAsync("logs?status=404")).Html, StringComparison.Ordinal);
        Assert.Empty(Rows(await OpenAsync("logs?id=req_00000000000000000000000000000000")));
        Assert.Contains("role=\"alert\"", (await OpenAsync("logs?outcome=splendid")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_OfMoreThanAPage_IsPagedBothWays()
    {
        var calls = new List<string>();
        for (var i = 0; i < 53; i++) calls.Add((await Client.PostAsync(Calls.Body(model: "none"))).RequestId);
        await Farebox.RecordAsync(calls[^1]);
        calls.Sort(StringComparer.Ordinal); // Of one millisecond, any may be first.
        calls.Reverse();
        var first = await OpenAsync("logs");
        Assert.Equal(calls[..50], Rows(first));
        Assert.DoesNotContain("rel=\"prev\"", first.Html, StringComparison.Ordinal);

        var second = await Browser.OpenAsync(Next().Match(first.Html).Groups[1].Value);
        Assert.Equal(calls[50..], Rows(second));
        Assert.DoesNotContain("rel=\"next\"", second.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-live=", second.Html, StringComparison.Ordinal);
        Assert.Equal(calls[..50], Rows(await Browser.OpenAsync(Previous().Match(second.Html).Groups[1].Value)));
    }

    [Fact]
    public async Task Live_SendsWhatThePageWouldShow_WhenACallHasEnded()
    {
        using var http = new HttpClient { BaseAddress = Farebox.BaseUrl };
        using var response = await FollowAsync(http);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var events = SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        await CallAsync(Calls.Body(model: "none"));
        var good = await CallAsync(Calls.Body());
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience.Limit, TestContext.Current.CancellationToken));
        var line = JsonSerializer.Deserialize<JsonElement>(events.Current.Data);
        Assert.Equal((good, "gpt-4o-mini", "completed"), (Text("id"), Text("model"), Text("outcome")));
        Assert.NotEmpty(events.Current.EventId!);

        string? Text(string name) => line.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData("session")]
    [InlineData("role")]
    public async Task Live_IsCutOff_WhenTheVisitIsOver(string what)
    {
        using var http = new HttpClient { BaseAddress = Farebox.BaseUrl };
        using var response = await FollowAsync(http);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        if (what == "session") await Browser.SendAsync($"{Root}/overview", [], "/console/sign-out");
        else await BecomeAsync("viewer");
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken).WaitAsync(Patience.Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Live_WhereNothingEnds_SendsCommentsAndGoesOn()
    {
        using var http = new HttpClient { BaseAddress = Farebox.BaseUrl };
        using var response = await FollowAsync(http);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var line = "";
        while (line != ": keep-alive") line = await NextAsync();
        var call = await CallAsync(Calls.Body());
        while (!line!.StartsWith("data: ", StringComparison.Ordinal)) line = await NextAsync();
        Assert.Contains(call, line, StringComparison.Ordinal);

        Task<string?> NextAsync() =>
            reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Export_IsTheApis_AndRefusedInItsWords()
    {
        var call = await CallAsync(Calls.Body());
        var csv = await OpenAsync("logs/export?format=csv&outcome=completed");
        Assert.Equal(2, csv.Sent.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(call, csv.Sent, StringComparison.Ordinal);
        Assert.Contains($"\"id\":\"{call}\"", (await OpenAsync("logs/export?format=jsonl")).Sent, StringComparison.Ordinal);
        var wrong = await OpenAsync("logs/export?outcome=splendid");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Contains("'outcome'", wrong.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithNothingKept_TellsThePolicy_AndKept_ShowsPromptAndAnswerAsText()
    {
        var bare = await CallAsync(Calls.Body());
        var settings = $"/projects/{Farebox.ProjectId}\">";
        Assert.Contains("The project keeps no prompts and answers", (await OpenAsync("logs/" + bare)).Html, StringComparison.Ordinal);
        Assert.Contains(settings, (await OpenAsync("logs/" + bare)).Html, StringComparison.Ordinal);
        await BecomeAsync("viewer");
        Assert.Contains("The project keeps no prompts and answers", (await OpenAsync("logs/" + bare)).Html, StringComparison.Ordinal);
        Assert.DoesNotContain(settings, (await OpenAsync("logs/" + bare)).Html, StringComparison.Ordinal);
        await BecomeAsync("owner");

        await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Patch, "/v1/organization/call_log", new { policy = "full" });
        var kept = await CallAsync("""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"It's <img src=x onerror=alert(1)>"}]}""");
        var page = await OpenAsync("logs/" + kept);
        for (var tries = 0; tries < 200 && !page.Html.Contains("curl", StringComparison.Ordinal); tries++) page = await OpenAsync("logs/" + kept);
        Assert.Contains("It's <img src=x onerror=alert(1)>", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page.Sent, StringComparison.Ordinal);
        Assert.Contains("It'\\''s", page.Html, StringComparison.Ordinal);
        Assert.Contains("waterfall", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithHalfACharacter_IsShownAsItWasWritten()
    {
        await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Patch, "/v1/organization/call_log", new { policy = "full" });
        const string Half = "\\ud83d";
        var call = await CallAsync($$"""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"half of it: {{Half}}"},{"role":"user","content":"whole"}]}""");
        var page = await OpenAsync("logs/" + call);
        for (var tries = 0; tries < 200 && !page.Html.Contains("payload", StringComparison.Ordinal); tries++) page = await OpenAsync("logs/" + call);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains($">\"half of it: {Half}\"</pre>", page.Html, StringComparison.Ordinal);
        Assert.Contains(">whole</pre>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_ForBilling_IsForbidden_InEveryForm()
    {
        var call = await CallAsync(Calls.Body());
        await BecomeAsync("billing");
        foreach (var path in new[] { "logs", "logs/live", "logs/export", "logs/" + call })
            Assert.Equal(HttpStatusCode.Forbidden, (await OpenAsync(path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await OpenAsync("overview")).Status);
    }

    private async Task<HttpResponseMessage> FollowAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/logs/live?outcome=completed");
        request.Headers.Add("Cookie", "farebox=" + Browser.Cookies["farebox"]!.Value);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static List<string> Rows(Page page) => [.. Row().Matches(page.Html).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("data-id=\"(req_[0-9a-f]+)\"")]
    private static partial Regex Row();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"")]
    private static partial Regex Next();

    [GeneratedRegex("rel=\"prev\" href=\"([^\"]+)\"")]
    private static partial Regex Previous();
}
