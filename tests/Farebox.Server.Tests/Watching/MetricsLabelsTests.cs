using Farebox.Server.Platform.Options;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Watching;

/// <summary>What may become a label, and how many there may be.</summary>
public sealed class MetricsLabelsTests : MetricsFixture
{
    private const string Count = "gen_ai_server_request_duration_seconds_count";

    protected override void Configure(FareboxOptions options)
    {
        base.Configure(options);
        (options.MetricsLabels, options.MetricsMaxSeries) = (["model", "organization", "project", "key"], 10);
    }

    [Fact]
    public async Task ChosenLabels_AreIds()
    {
        Upstream.Always(Answers.Chat());
        await Client.PostAsync(Calls.Body());

        var organization = (await Farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
        var labels = Assert.Single((await ScrapeAsync()).Samples(Count)).Labels;
        Assert.Equal((organization, Farebox.ProjectId), (labels["farebox_organization"], labels["farebox_project"]));
        Assert.StartsWith("key_", labels["farebox_key"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeriesBeyondTheLimit_CountAsOther()
    {
        Upstream.Always(Answers.Chat());
        for (var i = 0; i < 13; i++) await Farebox.With(await Farebox.NewKeyAsync()).PostAsync(Calls.Body());

        var samples = (await ScrapeAsync()).Samples(Count).ToList();
        Assert.Equal((11, 13), (samples.Count, samples.Sum(sample => sample.Value)));
        var other = Assert.Single(samples, sample => sample.Labels["farebox_key"] == "other");
        Assert.Equal((3, "other", "other"), (other.Value, other.Labels["gen_ai_request_model"], other.Labels["farebox_organization"]));
        Assert.Equal(("chat", "scripted-0"), (other.Labels["gen_ai_operation_name"], other.Labels["farebox_upstream"]));
    }

    [Theory]
    [InlineData("a\"} 1 farebox_money_taken_nano_usd_total{x=\"")]
    [InlineData("back\\slash\\")]
    [InlineData("模型 é 🎫 {}=,#")]
    public async Task HostileModelName_StaysInsideItsLabel(string model)
    {
        Upstream.Models = [model];
        await Farebox.AddUpstreamAsync("hostile", Upstream);
        var body = System.Text.Json.JsonSerializer.Serialize(new { model, messages = new[] { new { role = "user", content = "Hello" } } });
        Assert.Equal(200, (await Client.PostAsync(body)).Status);

        var metrics = await ScrapeAsync();
        Assert.Equal(model, Assert.Single(metrics.Samples(Count)).Labels["gen_ai_request_model"]);
        Assert.Empty(metrics.Samples("farebox_money_taken_nano_usd_total"));
    }
}
