using System.Net;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.Tests.Upstreams;
using Farebox.Server.UsageLog.Slices;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.UsageLog;

public sealed class CallUsageEndpointsTests : UsageLogFixture
{
    private const string Path = "/v1/organization/usage/calls";

    private Task<CallUsagePage> UsageAsync(string query) => Farebox.GetAsync<CallUsagePage>($"{Path}?{query}");

    [Fact]
    public async Task Calls_OfEveryOutcome_AreCountedOnce_AndTimedOnlyWhenCompleted()
    {
        await WriteAsync(Day, call => call with { DurationUs = 10, FirstByteUs = 4 });
        await WriteAsync(Day + 1, call => call with { DurationUs = 21, FirstByteUs = null, Surface = Surface.Embeddings });
        await WriteAsync(Day + 2, call => call with { DurationUs = 900, FirstByteUs = 7, ChargeNano = 2_000_000_001 });
        await WriteAsync(Day + 3, call => call with { Outcome = Outcome.Refused, Status = 429, DurationUs = 5000, ChargeNano = 0 });
        await WriteAsync(Day + 4, call => call with { Outcome = Outcome.ClientClosed, DurationUs = 5000 });
        foreach (var outcome in new[] { Outcome.UpstreamRefused, Outcome.UpstreamFailed, Outcome.Interrupted, Outcome.Failed })
            await WriteAsync(Day + 5, call => call with { Outcome = outcome, Status = 502, DurationUs = 5000, ChargeNano = 0 });

        var expected = new CallUsageResult
        {
            NumCalls = 9, NumCompleted = 3, NumRefused = 1, NumFailed = 4, NumClientClosed = 1, InputTokens = 90, InputCachedTokens = 36, OutputTokens = 45,
            ChargeUsd = "2.000003601", MeanDurationUs = 310, MaxDurationUs = 900, MeanFirstByteUs = 5, MaxFirstByteUs = 7,
        };
        var query = $"start_time={Day - 100}&end_time={Day + 100}&bucket_width=all";
        var bucket = Assert.Single((await UsageAsync(query)).Data);
        Assert.Equal((Day - 100, Day + 100), (bucket.StartTime, bucket.EndTime));
        Assert.Equal(expected, Assert.Single(bucket.Results));

        // The same once they are in slices.
        while (await Farebox.Services.GetRequiredService<SliceMaker>().AdvanceAsync(TestContext.Current.CancellationToken)) ;
        Assert.True(await Farebox.Services.GetRequiredService<SliceMaker>().IsDoneAsync());
        Assert.Equal(expected, Assert.Single(Assert.Single((await UsageAsync(query)).Data).Results));
    }

    [Fact]
    public async Task Calls_Grouped_AreOnePerGroupAndBucket_AndFiltersNarrow()
    {
        await WriteAsync(Day);
        await WriteAsync(Day + 1, call => call with { KeyId = "key_2", Outcome = Outcome.UpstreamFailed, Status = 502 });
        await WriteAsync(Day + 2, call => call with { KeyId = "key_2", Model = "large" });
        await WriteAsync(Day + 3600, call => call with { KeyId = "key_2", Model = null, Outcome = Outcome.Refused, Status = 404 });

        var span = $"start_time={Day}&end_time={Day + 7200}";
        var hours = await UsageAsync(span + "&bucket_width=1h&group_by[]=model&group_by[]=api_key_id");
        Assert.Equal(
            [(0, "large", "key_2", 1), (0, "small", "key_1", 1), (0, "small", "key_2", 1), (1, null, "key_2", 1)],
            hours.Data.SelectMany((bucket, hour) => bucket.Results.Select(row => (hour, row.Model, row.ApiKeyId, (int)row.NumCalls))));
        Assert.All(hours.Data.SelectMany(bucket => bucket.Results), row => Assert.Null(row.ProjectId));
        Assert.Equal(1, (await UsageAsync(span + "&models[]=large")).Data.Single().Results.Single().NumCalls);
        Assert.Equal(3, (await UsageAsync(span + "&api_key_ids[]=key_2")).Data.Single().Results.Single().NumCalls);
        Assert.Empty((await UsageAsync(span + "&project_ids[]=proj_other")).Data.Single().Results);
    }

    [Fact]
    public async Task Calls_WithoutOne_HaveNoTimes()
    {
        await WriteAsync(Day, call => call with { Outcome = Outcome.Refused, Status = 401 });
        var row = (await UsageAsync($"start_time={Day}&end_time={Day + 60}")).Data.Single().Results.Single();
        Assert.Equal((null, null, null, null), (row.MeanDurationUs, row.MaxDurationUs, row.MeanFirstByteUs, row.MaxFirstByteUs));
    }

    [Theory]
    [InlineData("")]
    [InlineData("start_time=1&bucket_width=1w")]
    [InlineData("start_time=1&bucket_width=all&limit=2")]
    [InlineData("start_time=1&group_by[]=user_id")]
    [InlineData("start_time=1&batch=true")]
    public async Task Calls_WronglyAskedFor_AreRefused(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await Farebox.CallAsync(HttpMethod.Get, $"{Path}?{query}")).Status);
}
