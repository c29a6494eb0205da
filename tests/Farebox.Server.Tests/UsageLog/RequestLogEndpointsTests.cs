using System.Net;
using Farebox.Contracts;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.Tests.Upstreams;

namespace Farebox.Server.Tests.UsageLog;

public sealed class RequestLogEndpointsTests : UsageLogFixture
{
    private const string Path = "/v1/organization/request_logs";

    private async Task<List<string>> IdsAsync(string query = "") =>
        [.. (await Farebox.GetAsync<ListPage<RequestLog>>(Path + query)).Data.Select(log => log.Id)];

    [Fact]
    public async Task Get_Record_ShowsAllOfIt()
    {
        var id = await WriteAsync(Day, call => call with { TokenId = "tok_1", User = "alice", Stream = true, Millisecond = 999 });
        Assert.Equivalent(
            new RequestLog
            {
                Id = id, CreatedAt = Day, ProjectId = Farebox.ProjectId, KeyId = "key_1", TokenId = "tok_1", Endpoint = "/v1/chat/completions",
                RequestedModel = "gpt-3.5-turbo", Model = "small", UpstreamId = "up_1", UpstreamModel = "real-small", Stream = true, InputTokens = 10,
                CachedInputTokens = 4, OutputTokens = 5, ReasoningTokens = 1, UsageSource = "reported", Outcome = "completed", Status = 200, Attempts = 2,
                DurationUs = 1234, FirstByteUs = 234, UpstreamUs = 34, ClientRequestId = "client-1", User = "alice",
                QuoteUsd = "0.000005", ChargeUsd = "0.0000012", OverrunUsd = "0.000000007", PriceVersion = "price_1",
            },
            await Farebox.GetAsync<RequestLog>($"{Path}/{id}"), strict: true);
    }

    [Fact]
    public async Task List_Default_IsNewestFirst()
    {
        var old = await WriteAsync(Day);
        var young = await WriteAsync(Day + 1);
        Assert.Equal([young, old], await IdsAsync());
        Assert.Equal([old, young], await IdsAsync("?order=asc"));
        Assert.Equal([young, old], await IdsAsync("?order=desc"));
    }

    [Theory]
    [InlineData("key_id=key_2")]
    [InlineData("token_id=tok_2")]
    [InlineData("model=large")]
    [InlineData("model=gpt-4")]
    [InlineData("outcome=upstream_failed")]
    [InlineData("status=502")]
    [InlineData("endpoint=/v1/embeddings")]
    [InlineData("project_id=proj_2")]
    [InlineData("start_time=1768435260")]
    [InlineData("key_id=key_2&model=large&status=502")]
    public async Task List_Filter_HoldsOnlyWhatMatches(string filter)
    {
        var other = await WriteAsync(Day);
        var match = await WriteAsync(Day + 60, call => call with
        {
            KeyId = "key_2", TokenId = "tok_2", Model = "large", RequestedModel = "gpt-4", Outcome = Outcome.UpstreamFailed, Status = 502,
            Surface = Surface.Embeddings, ProjectId = "proj_2",
        });
        Assert.Equal([match], await IdsAsync("?" + filter));
        Assert.Equal([match, other], await IdsAsync());
        Assert.Equal([other], await IdsAsync($"?id={other}"));
    }

    [Fact]
    public async Task List_FiltersThatExcludeEachOther_HoldNothing()
    {
        var id = await WriteAsync(Day);
        Assert.Empty(await IdsAsync("?key_id=key_1&model=large"));
        Assert.Empty(await IdsAsync($"?id={id}&status=500"));
    }

    [Fact]
    public async Task List_TimeRange_IncludesItsStartAndExcludesItsEnd()
    {
        await WriteAsync(Day, call => call with { Millisecond = 999 });
        var first = await WriteAsync(Day + 1);
        var last = await WriteAsync(Day + 2, call => call with { Millisecond = 999 });
        await WriteAsync(Day + 3);
        Assert.Equal([last, first], await IdsAsync($"?start_time={Day + 1}&end_time={Day + 3}"));
    }

    [Fact]
    public async Task List_Pages_StayTheSameWhileRecordsArrive()
    {
        var ids = new List<string>();
        for (var i = 0; i < 7; i++) ids.Insert(0, await WriteAsync(Day + (i / 3)));

        var seen = new List<string>();
        string? after = null;
        for (var more = true; more;)
        {
            var page = await Farebox.GetAsync<ListPage<RequestLog>>($"{Path}?limit=3" + (after is null ? "" : $"&after={after}"));
            seen.AddRange(page.Data.Select(log => log.Id));
            (after, more) = (page.LastId, page.HasMore);
            await WriteAsync(Day + 100);
        }

        Assert.Equal(ids, seen);
    }

    [Fact]
    public async Task List_Before_IsThePageAhead()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Insert(0, await WriteAsync(Day + i));

        var page = await Farebox.GetAsync<ListPage<RequestLog>>($"{Path}?limit=2&before={ids[4]}");
        Assert.Equal([ids[2], ids[3]], page.Data.Select(log => log.Id));
        Assert.Equal((ids[2], ids[3], true), (page.FirstId, page.LastId, page.HasMore));
        page = await Farebox.GetAsync<ListPage<RequestLog>>($"{Path}?limit=2&before={ids[2]}");
        Assert.Equal([ids[0], ids[1]], page.Data.Select(log => log.Id));
        Assert.False(page.HasMore);
        Assert.Equal([ids[2], ids[3]], await IdsAsync($"?after={ids[1]}&before={ids[4]}"));
    }

    [Fact]
    public async Task List_Follow_GetsEachNewRecordOnce()
    {
        var first = await WriteAsync(Day);
        Assert.Empty(await IdsAsync($"?order=asc&after={first}"));
        var second = await WriteAsync(Day + 1);
        var third = await WriteAsync(Day + 1);
        Assert.Equal([second, third], await IdsAsync($"?order=asc&after={first}"));
    }

    [Fact]
    public async Task AnyRead_AnotherOrganizationsRecord_IsNotThere()
    {
        var id = await WriteAsync(Day, call => call with { OrganizationId = "org_other" });
        Assert.Empty(await IdsAsync());
        Assert.Empty(await IdsAsync($"?id={id}"));
        Assert.Equal(HttpStatusCode.NotFound, (await Farebox.CallAsync(HttpMethod.Get, $"{Path}/{id}")).Status);
    }

    [Fact]
    public async Task AnyRead_ByApiKey_SeesItsOwnProjectOnly()
    {
        var own = await WriteAsync(Day);
        var other = await WriteAsync(Day, call => call with { ProjectId = "proj_2" });
        using var key = Farebox.With(await Farebox.NewKeyAsync(new { name = "reader", permissions = "restricted", scopes = new[] { "logs.read" } }));

        Assert.Equal([own], (await key.CallAsync(HttpMethod.Get, Path)).Read<ListPage<RequestLog>>().Data.Select(log => log.Id));
        Assert.Empty((await key.CallAsync(HttpMethod.Get, $"{Path}?project_id=proj_2")).Read<ListPage<RequestLog>>().Data);
        Assert.Equal(HttpStatusCode.OK, (await key.CallAsync(HttpMethod.Get, $"{Path}/{own}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await key.CallAsync(HttpMethod.Get, $"{Path}/{other}")).Status);
    }

    [Fact]
    public async Task AnyRead_WithoutScope_Is401()
    {
        using var key = Farebox.With(await Farebox.NewKeyAsync(new { name = "caller", permissions = "restricted", scopes = new[] { "model.request" } }));
        Assert.Equal(HttpStatusCode.Unauthorized, (await key.CallAsync(HttpMethod.Get, Path)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await key.CallAsync(HttpMethod.Get, $"{Path}/req_1")).Status);
    }
}
