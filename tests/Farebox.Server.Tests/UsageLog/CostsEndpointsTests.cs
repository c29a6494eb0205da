using System.Net;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.Tests.Upstreams;

namespace Farebox.Server.Tests.UsageLog;

public sealed class CostsEndpointsTests : UsageLogFixture
{
    private const string Path = "/v1/organization/costs";
    private const long Seconds = 86_400;

    private Task<CostsPage> CostsAsync(string query) => Farebox.GetAsync<CostsPage>($"{Path}?{query}");

    [Fact]
    public async Task Costs_Shape_IsOpenAisAndTheAmountIsAnExactNumber()
    {
        // Summed in floating point this would be 0.30000000000000004 and more.
        await WriteAsync(Day, call => call with { ChargeNano = 100_000_000 });
        await WriteAsync(Day, call => call with { ChargeNano = 200_000_000 });
        await WriteAsync(Day + Seconds, call => call with { ChargeNano = 9_007_199_254_740_993 });
        var answer = await Farebox.CallAsync(HttpMethod.Get, $"{Path}?start_time={Day}&end_time={Day + (2 * Seconds)}");
        string Bucket(long start, string value) =>
            $$"""{"object":"bucket","start_time":{{start}},"end_time":{{start + Seconds}},"results":["""
            + $$$"""{"object":"organization.costs.result","amount":{"value":{{{value}}},"currency":"usd"},"line_item":null"""
            + ""","project_id":null,"api_key_id":null,"quantity":null,"quantity_unit":null}]}""";
        Assert.Equal(
            $$"""{"object":"page","data":[{{Bucket(Day, "0.3")}},{{Bucket(Day + Seconds, "9007199.254740993")}}],"has_more":false,"next_page":null}""",
            answer.Text);
    }

    [Fact]
    public async Task Costs_EverySurface_Counts_AndRefusalsDoNot()
    {
        await WriteAsync(Day, call => call with { Surface = Surface.Images, ChargeNano = 40_000_000 });
        await WriteAsync(Day, call => call with { Surface = Surface.Embeddings, ChargeNano = 1 });
        await WriteAsync(Day, call => call with { Outcome = Outcome.ClientClosed, ChargeNano = 10 });
        await WriteAsync(Day + Seconds, call => call with { Outcome = Outcome.Refused, Status = 429, ChargeNano = 0 });
        var page = await CostsAsync($"start_time={Day}&end_time={Day + (2 * Seconds)}");
        Assert.Equal("0.040000011", page.Data[0].Results.Single().Amount.Value);
        Assert.Empty(page.Data[1].Results);
    }

    [Fact]
    public async Task Costs_GroupBy_IsOneResultForEachGroup()
    {
        await WriteAsync(Day, call => call with { KeyId = "key_1", Model = "a", ChargeNano = 1 });
        await WriteAsync(Day, call => call with { KeyId = "key_2", Model = "a", ChargeNano = 20 });
        await WriteAsync(Day, call => call with { KeyId = "key_2", Model = "b", ChargeNano = 300 });

        async Task<IReadOnlyList<CostsResult>> Grouped(string query) => (await CostsAsync($"start_time={Day}&end_time={Day + 60}&{query}")).Data[0].Results;

        Assert.Equal([("a", "0.000000021"), ("b", "0.0000003")], (await Grouped("group_by=line_item")).Select(r => (r.LineItem!, r.Amount.Value)));
        Assert.Equal(
            [("key_1", "a", "0.000000001"), ("key_2", "a", "0.00000002"), ("key_2", "b", "0.0000003")],
            (await Grouped("group_by[]=api_key_id&group_by[]=line_item")).Select(r => (r.ApiKeyId!, r.LineItem!, r.Amount.Value)));
        Assert.Equal([(Farebox.ProjectId, "0.000000321")], (await Grouped("group_by=project_id")).Select(r => (r.ProjectId!, r.Amount.Value)));
        Assert.All(await Grouped("group_by=line_item"), r => Assert.Equal((null, null), (r.ProjectId, r.ApiKeyId)));
    }

    [Theory]
    [InlineData("api_key_ids=key_2", "0.00000002")]
    [InlineData("api_key_ids[]=key_2&api_key_ids[]=key_1", "0.000000021")]
    [InlineData("project_ids=proj_2", "0.00000002")]
    [InlineData("project_ids=proj_2&api_key_ids=key_1", null)]
    public async Task Costs_Filter_CountsOnlyWhatMatches(string filter, string? value)
    {
        await WriteAsync(Day, call => call with { ChargeNano = 1 });
        await WriteAsync(Day, call => call with { KeyId = "key_2", ProjectId = "proj_2", ChargeNano = 20 });
        Assert.Equal(value, (await CostsAsync($"start_time={Day}&end_time={Day + 60}&{filter}")).Data.Single().Results.SingleOrDefault()?.Amount.Value);
    }

    [Fact]
    public async Task Costs_Pages_SumToTheRows()
    {
        var random = new Random(5);
        var sum = 0L;
        for (var i = 0; i < 60; i++)
        {
            var charge = random.Next(1_000_000);
            await WriteAsync(Day + random.Next((int)(20 * Seconds)), call => call with { ChargeNano = charge });
            sum += charge;
        }

        var (total, next, end) = (0m, (string?)null, Day - 7);
        do
        {
            var page = await CostsAsync($"start_time={Day - 7}&end_time={Day + (20 * Seconds)}&limit=6" + (next is null ? "" : $"&page={next}"));
            foreach (var bucket in page.Data)
            {
                Assert.Equal(end, bucket.StartTime);
                end = bucket.EndTime;
                total += bucket.Results.Sum(result => decimal.Parse(result.Amount.Value, System.Globalization.CultureInfo.InvariantCulture));
            }

            next = page.NextPage;
            Assert.Equal(page.HasMore, next is not null);
        }
        while (next is not null);

        Assert.Equal((Day + (20 * Seconds), sum / 1_000_000_000m), (end, total));
    }

    [Fact]
    public async Task Costs_NoLimit_IsAWeek()
    {
        var page = await CostsAsync($"start_time={Day}&end_time={Day + (60 * Seconds)}");
        Assert.Equal((7, true), (page.Data.Count, page.HasMore));
        Assert.Equal(60, (await CostsAsync($"start_time={Day}&end_time={Day + (60 * Seconds)}&limit=180")).Data.Count);
    }

    [Fact]
    public async Task Costs_OtherOrganizationOrProject_IsNotCounted()
    {
        await WriteAsync(Day, call => call with { ChargeNano = 1 });
        await WriteAsync(Day, call => call with { ProjectId = "proj_2", ChargeNano = 20 });
        await WriteAsync(Day, call => call with { OrganizationId = "org_other", ChargeNano = 300 });
        var query = $"{Path}?start_time={Day}&end_time={Day + 60}";
        Assert.Equal("0.000000021", (await Farebox.GetAsync<CostsPage>(query)).Data[0].Results[0].Amount.Value);

        using var key = Farebox.With(await Farebox.NewKeyAsync(new { name = "reader", permissions = "restricted", scopes = new[] { "usage.read" } }));
        Assert.Equal("0.000000001", (await key.CallAsync(HttpMethod.Get, query)).Read<CostsPage>().Data[0].Results[0].Amount.Value);
        using var blind = Farebox.With(await Farebox.NewKeyAsync(new { name = "blind", permissions = "restricted", scopes = new[] { "model.read" } }));
        Assert.Equal(HttpStatusCode.Unauthorized, (await blind.CallAsync(HttpMethod.Get, query)).Status);
    }
}
