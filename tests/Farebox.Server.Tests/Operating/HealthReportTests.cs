using System.Net;
using System.Text.Json;
using Farebox.Contracts.Operating;
using Farebox.Server.Operating;
using Farebox.Server.Platform.Options;
using Farebox.Server.Tests.Credentials;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Operating;

/// <summary><c>/v1/system/health_report</c>: what is wrong, and that it goes away once it is mended.</summary>
public sealed class HealthReportTests : IAsyncLifetime
{
    private ScriptedUpstream provider = null!;
    private RunningFarebox farebox = null!;

    public async ValueTask InitializeAsync()
    {
        provider = ScriptedUpstream.Start();
        provider.AlwaysFor("/v1/models", Answers.Models("gpt-test"));
        farebox = await RunningFarebox.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await farebox.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Upstreams_NoneThenOne_ThenOneThatFails()
    {
        Assert.Equal("warning", await StatusOfAsync("upstreams"));
        await farebox.AddUpstreamAsync("one", provider);
        Assert.Equal(("ok", "ok"), (await StatusOfAsync("upstreams"), await StatusOfAsync("upstreams_answer")));
        var away = await farebox.Admin.Post("/v1/system/upstreams", new { name = "away", base_url = "http://127.0.0.1:9/v1", models = new[] { "m" }, free = true });
        await farebox.Admin.Post($"/v1/system/upstreams/{away.String("id")}/test").Expect(200);
        var report = await ReportAsync();
        Assert.Equal("failing", report.GetProperty("status").GetString());
        Assert.Equal("[\"away\"]", Check(report, "upstreams_answer").GetProperty("subjects").GetRawText());
        await farebox.Admin.Post($"/v1/system/upstreams/{away.String("id")}", new { enabled = false }).Expect(200);
        Assert.Equal("ok", await StatusOfAsync("upstreams_answer"));
    }

    [Fact]
    public async Task ModelWithoutPrice_IsNamed_UntilItHasOne()
    {
        await farebox.AddUpstreamAsync("dear", provider, free: false);
        Assert.Equal("[\"gpt-test\"]", Check(await ReportAsync(), "prices").GetProperty("subjects").GetRawText());
        await farebox.PriceAsync(new { model = "gpt-test", input = "1", output = "1" });
        Assert.Equal("ok", await StatusOfAsync("prices"));
    }

    [Fact]
    public async Task OrganizationThatWasRefusedForWantOfCredit_IsNamed()
    {
        await farebox.AddUpstreamAsync("dear", provider, free: false);
        await farebox.PriceAsync(new { model = "gpt-test", input = "1", output = "1" });
        Assert.Equal("ok", await StatusOfAsync("credit"));
        using var client = farebox.With(await farebox.NewKeyAsync());
        var refused = await client.Post("/v1/chat/completions", new { model = "gpt-test", messages = new[] { new { role = "user", content = "hi" } } });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        await farebox.RecordAsync(refused.Response.Headers.GetValues("x-request-id").Single());
        Assert.Equal("[\"default\"]", Check(await ReportAsync(), "credit").GetProperty("subjects").GetRawText());
    }

    [Fact]
    public async Task Report_IsForOperators()
    {
        using var client = farebox.With(await farebox.NewKeyAsync());
        await client.Get("/v1/system/health_report").Expect(401);
        await client.Get("/v1/system/settings").Expect(401);
        await client.Get("/v1/system/audit_proof").Expect(401);
        Assert.Equal("ok", await StatusOfAsync("journal"));
    }

    [Theory]
    [InlineData(500, 1000, "ok")]
    [InlineData(30, 1000, "ok")]
    [InlineData(5, 100, "warning")]
    [InlineData(1, 100, "failing")]
    [InlineData(0, 1, "failing")]
    public void Disk_IsJudgedByWhatIsFree(long freeGib, long totalGib, string status) =>
        Assert.Equal(status, DiskCheck.Of(freeGib << 30, totalGib << 30).Status);

    [Theory]
    [InlineData("http://127.0.0.1:1", "", "ok")]
    [InlineData("http://localhost:1", "", "ok")]
    [InlineData("http://[::1]:1", "", "ok")]
    [InlineData("http://0.0.0.0:1", "", "warning")]
    [InlineData("http://10.0.0.1:1", "", "warning")]
    [InlineData("http://10.0.0.1:1", "10.0.0.2", "ok")]
    [InlineData("https://10.0.0.1:1", "", "ok")]
    public void PlainHttp_BeyondThisMachine_IsWarnedOf(string listen, string proxy, string status) => Assert.Equal(
        status, PlainListening.Check(new FareboxOptions { Listen = [listen], TrustedProxies = proxy.Length == 0 ? [] : [proxy] }).Status);

    [Theory]
    [InlineData(1_000_000, null, HealthStatuses.Ok)]
    [InlineData(1_000_000, 1_030_000L, HealthStatuses.Ok)]
    [InlineData(1_000_000, 2_000_000L, HealthStatuses.Warning)]
    public void Clock_BehindWhatWasWritten_IsWarnedOf(long now, long? newest, string status) => Assert.Equal(status, ClockCheck.Of(now, newest).Status);

    private Task<JsonElement> ReportAsync() => farebox.GetAsync("/v1/system/health_report");

    private async Task<string?> StatusOfAsync(string id) => Check(await ReportAsync(), id).GetProperty("status").GetString();

    private static JsonElement Check(JsonElement report, string id) =>
        report.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("id").GetString() == id);
}
