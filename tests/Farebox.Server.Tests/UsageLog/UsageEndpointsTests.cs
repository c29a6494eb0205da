using Farebox.Contracts.Usage;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.Tests.Upstreams;

namespace Farebox.Server.Tests.UsageLog;

public sealed class UsageEndpointsTests : UsageLogFixture
{
    private const string Path = "/v1/organization/usage/completions";

    private Task<UsagePage> UsageAsync(string query) => Farebox.GetAsync<UsagePage>($"{Path}?{query}");

    [Fact]
    public async Task Usage_Days_AreBucketsInUtcWithTheEndsOfTheRange()
    {
        await WriteAsync(Day + 3600);
        await WriteAsync(Day + 3601);
        await WriteAsync(Day + (2 * 86_400), call => call with { Input = 100, Cached = 0, Output = 7 });

        var page = await UsageAsync($"start_time={Day + 1800}&end_time={Day + (2 * 86_400) + 60}");
        Assert.Equal(("page", false, null), (page.Object, page.HasMore, page.NextPage));
        Assert.Equal(
            [(Day + 1800, Day + 86_400), (Day + 86_400, Day + (2 * 86_400)), (Day + (2 * 86_400), Day + (2 * 86_400) + 60)],
            page.Data.Select(bucket => (bucket.StartTime, bucket.EndTime)));
        Assert.All(page.Data, bucket => Assert.Equal("bucket", bucket.Object));
        Assert.Equivalent(
            new UsageResult { InputTokens = 20, InputCachedTokens = 8, OutputTokens = 10, NumModelRequests = 2 }, Assert.Single(page.Data[0].Results), strict: true);
        Assert.Empty(page.Data[1].Results);
        Assert.Equal((100, 7), (page.Data[2].Results[0].InputTokens, page.Data[2].Results[0].OutputTokens));
    }

    [Fact]
    public async Task Usage_Range_IncludesItsStartAndExcludesItsEnd()
    {
        await WriteAsync(Day + 9, call => call with { Millisecond = 999 });
        await WriteAsync(Day + 10);
        await WriteAsync(Day + 19, call => call with { Millisecond = 999 });
        await WriteAsync(Day + 20);
        Assert.Equal(2, (await UsageAsync($"start_time={Day + 10}&end_time={Day + 20}")).Data.Single().Results.Single().NumModelRequests);
    }

    [Fact]
    public async Task Usage_Shape_IsOpenAis()
    {
        await WriteAsync(Day);
        var answer = await Farebox.CallAsync(HttpMethod.Get, $"{Path}?start_time={Day}&end_time={Day + 60}&bucket_width=1m");
        var result = answer.Json.GetProperty("data")[0].GetProperty("results")[0];
        Assert.Equal("organization.usage.completions.result", result.GetProperty("object").GetString());
        Assert.Equal(
            ["object", "input_tokens", "output_tokens", "input_cached_tokens", "input_audio_tokens", "output_audio_tokens", "num_model_requests",
             "project_id", "user_id", "api_key_id", "model", "batch", "service_tier"],
            result.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("1m", 60)]
    [InlineData("1h", 24)]
    [InlineData("1d", 7)]
    public async Task Usage_NoLimit_HasTheDefaultNumberOfBuckets(string width, int count)
    {
        var page = await UsageAsync($"start_time={Day}&end_time={Day + (60 * 86_400)}&bucket_width={width}");
        Assert.Equal(count, page.Data.Count);
        Assert.True(page.HasMore);
    }

    [Fact]
    public async Task Usage_Pages_SumToTheRows()
    {
        var random = new Random(11);
        var (input, cached, output, calls) = (0L, 0L, 0L, 0L);
        for (var i = 0; i < 60; i++)
        {
            var (a, b, c) = (random.Next(1000), random.Next(10), random.Next(500));
            await WriteAsync(Day + random.Next(5 * 3600), call => call with { Input = a, Cached = b, Output = c, Millisecond = random.Next(1000) });
            (input, cached, output, calls) = (input + a, cached + b, output + c, calls + 1);
        }

        foreach (var (width, limit) in new[] { ("1m", 37), ("1h", 2), ("1d", 1) })
        {
            var results = new List<UsageResult>();
            var ends = new List<long> { Day - 7 };
            string? next = null;
            do
            {
                var page = await UsageAsync(
                    $"start_time={Day - 7}&end_time={Day + (5 * 3600)}&bucket_width={width}&limit={limit}" + (next is null ? "" : $"&page={next}"));
                results.AddRange(page.Data.SelectMany(bucket => bucket.Results));
                Assert.All(page.Data, bucket =>
                {
                    Assert.Equal(ends[^1], bucket.StartTime);
                    ends.Add(bucket.EndTime);
                });
                next = page.NextPage;
                Assert.Equal(page.HasMore, next is not null);
            }
            while (next is not null);

            Assert.Equal(Day + (5 * 3600), ends[^1]);
            Assert.Equal(
                (input, cached, output, calls),
                (results.Sum(r => r.InputTokens), results.Sum(r => r.InputCachedTokens), results.Sum(r => r.OutputTokens), results.Sum(r => r.NumModelRequests)));
        }
    }

    [Fact]
    public async Task Usage_GroupBy_IsOneResultForEachGroup()
    {
        await WriteAsync(Day, call => call with { KeyId = "key_1", Model = "a", User = "alice" });
        await WriteAsync(Day, call => call with { KeyId = "key_1", Model = "b" });
        await WriteAsync(Day, call => call with { KeyId = "key_2", Model = "a" });
        await WriteAsync(Day + 1, call => call with { KeyId = "key_2", Model = "a" });

        async Task<IReadOnlyList<UsageResult>> Grouped(string query) => (await UsageAsync($"start_time={Day}&end_time={Day + 60}&{query}")).Data[0].Results;

        Assert.Equal([("a", 3L), ("b", 1L)], (await Grouped("group_by=model")).Select(r => (r.Model!, r.NumModelRequests)));
        Assert.Equal(
            [("key_1", "a", 1L), ("key_1", "b", 1L), ("key_2", "a", 2L)],
            (await Grouped("group_by[]=api_key_id&group_by[]=model")).Select(r => (r.ApiKeyId!, r.Model!, r.NumModelRequests)));
        Assert.Equal([(null, 3L), ("alice", 1L)], (await Grouped("group_by=user_id")).Select(r => (r.UserId, r.NumModelRequests)));
        Assert.Equal([(Farebox.ProjectId, false, 4L)], (await Grouped("group_by=project_id&group_by=batch")).Select(r => (r.ProjectId!, r.Batch!.Value, r.NumModelRequests)));
        Assert.All(await Grouped("group_by=model"), r => Assert.Equal((null, null, null, null), (r.ProjectId, r.UserId, r.ApiKeyId, r.Batch)));
    }

    [Theory]
    [InlineData("api_key_ids=key_2", 1)]
    [InlineData("api_key_ids[]=key_2&api_key_ids[]=key_1", 3)]
    [InlineData("models=b", 1)]
    [InlineData("user_ids=alice", 1)]
    [InlineData("project_ids=proj_2", 1)]
    [InlineData("models=b&api_key_ids=key_1", 0)]
    [InlineData("batch=true", 0)]
    [InlineData("batch=false", 3)]
    public async Task Usage_Filter_CountsOnlyWhatMatches(string filter, long calls)
    {
        await WriteAsync(Day);
        await WriteAsync(Day, call => call with { User = "alice" });
        await WriteAsync(Day, call => call with { KeyId = "key_2", Model = "b", ProjectId = "proj_2" });
        var page = await UsageAsync($"start_time={Day}&end_time={Day + 60}&{filter}");
        Assert.Equal(calls, page.Data.SelectMany(bucket => bucket.Results).Sum(result => result.NumModelRequests));
    }

    [Fact]
    public async Task Usage_OtherSurfacesAndRefusals_AreNotCounted()
    {
        await WriteAsync(Day, call => call with { Surface = Surface.Embeddings });
        await WriteAsync(Day, call => call with { Surface = Surface.Images });
        await WriteAsync(Day, call => call with { Outcome = Outcome.Refused, Status = 404 });
        await WriteAsync(Day, call => call with { Surface = Surface.Completions });
        await WriteAsync(Day, call => call with { Outcome = Outcome.ClientClosed });
        Assert.Equal(2, (await UsageAsync($"start_time={Day}&end_time={Day + 60}")).Data[0].Results[0].NumModelRequests);
    }

    [Fact]
    public async Task Usage_OtherOrganizationOrProject_IsNotCounted()
    {
        await WriteAsync(Day);
        await WriteAsync(Day, call => call with { ProjectId = "proj_2" });
        await WriteAsync(Day, call => call with { OrganizationId = "org_other" });
        var query = $"{Path}?start_time={Day}&end_time={Day + 60}";
        Assert.Equal(2, (await Farebox.GetAsync<UsagePage>(query)).Data[0].Results[0].NumModelRequests);

        using var key = Farebox.With(await Farebox.NewKeyAsync(new { name = "reader", permissions = "restricted", scopes = new[] { "usage.read" } }));
        Assert.Equal(1, (await key.CallAsync(HttpMethod.Get, query)).Read<UsagePage>().Data[0].Results[0].NumModelRequests);
        Assert.Empty((await key.CallAsync(HttpMethod.Get, query + "&project_ids=proj_2")).Read<UsagePage>().Data[0].Results);
    }

    [Fact]
    public async Task Usage_NoEndTime_ReachesToNow()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var page = await UsageAsync($"start_time={now - 90}&bucket_width=1m");
        Assert.InRange(page.Data[^1].EndTime, now, now + 30);
        Assert.False(page.HasMore);
    }
}
