using System.Net;
using System.Text.Json;
using Dapper;
using Farebox.Contracts.Operating;
using Farebox.Server.Operating;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Credentials;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task Letters_LateOrGivenUp_AreToldOf()
    {
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        const long HourMs = 3_600_000;
        Assert.Equal("ok", await WithAsync("NULL", 1, null, nowMs - 25 * HourMs)); // Given up, but long ago.
        Assert.Equal("ok", await WithAsync("x'00'", nowMs - 1000, nowMs + HourMs, null)); // Waits, but not for long.
        Assert.Equal("warning", await WithAsync("NULL", 1, null, nowMs - HourMs));
        Assert.Equal("warning", await WithAsync("x'00'", nowMs - 2 * HourMs, nowMs + HourMs, null));

        async Task<string?> WithAsync(string content, long createdAt, long? nextAt, long? failedAt)
        {
            var database = farebox.Services.GetRequiredService<Database>();
            await database.UpkeepAsync(connection => connection.Execute("DELETE FROM letters"));
            await database.UpkeepAsync(connection => connection.Execute(
                $"INSERT INTO letters (id, content, attempts, created_at, next_at, failed_at) VALUES ('letter_1', {content}, 1, @createdAt, @nextAt, @failedAt)",
                new { createdAt, nextAt, failedAt }));
            return await StatusOfAsync("mail");
        }
    }

    [Theory]
    [InlineData("closed", "", "ok")]
    [InlineData("invitation", "", "ok")]
    [InlineData("open", "", "warning")]
    [InlineData("domain", "", "warning")]
    [InlineData("open", "mail.example.org", "ok")]
    public void Outbox_WhileStrangersSignUp_IsWarnedOf(string signUp, string host, string status) =>
        Assert.Equal(status, MailCheck.OfOutbox(new FareboxOptions { SignUp = signUp, SmtpHost = host }).Status);

    [Theory]
    [InlineData("closed", "", "http://farebox.example.org", "ok")]
    [InlineData("open", "", "http://farebox.example.org", "warning")]
    [InlineData("invitation", "", "http://farebox.example.org", "warning")]
    [InlineData("closed", "providers.json", "http://farebox.example.org", "warning")]
    [InlineData("open", "", "https://farebox.example.org", "ok")]
    [InlineData("open", "", "http://localhost:1", "ok")]
    [InlineData("open", "", "", "ok")]
    public void PublicUrl_InTheClear_WhilePeopleMakeAccounts_IsWarnedOf(string signUp, string providers, string url, string status) => Assert.Equal(
        status, AddressCheck.Of(new FareboxOptions { SignUp = signUp, SignInProviders = providers, PublicUrl = url, Listen = ["http://127.0.0.1:1"] }).Status);

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
