using System.Net.Http.Json;
using System.Text.Json;
using Farebox.ConsolePages.Tests.Browsing;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.ConsolePages.Tests.Pages;

/// <summary>
/// A Farebox as it looks when it has been used for a while: an operator who owns an organization, with keys, calls that went well and badly,
/// credit, a budget; long names, and names that are markup.
/// </summary>
public sealed class SampleInstallation(Chromium chromium) : IAsyncLifetime
{
    /// <summary>A name that would run, if any page let it.</summary>
    public const string Markup = "<img src=x onerror=alert(1)>\"'<script>alert(2)</script>";
    private const string LongName = "reconciliation-of-quarterly-statements-for-all-subsidiaries-in-the-asia-pacific-region";

    private ScriptedUpstream upstream = null!;

    public RunningFarebox Farebox { get; private set; } = null!;

    public string Password { get; } = TestRecords.Secret("correct horse " + Path.GetRandomFileName());

    /// <summary>Cookies of the operator, signed in.</summary>
    public string Operator { get; private set; } = "";

    public string OrganizationId { get; private set; } = "";

    public string KeyId { get; private set; } = "";

    public string TokenId { get; private set; } = "";

    /// <summary>The operator's.</summary>
    public string UserId { get; private set; } = "";

    public string UpstreamId { get; private set; } = "";

    public string VoucherId { get; private set; } = "";

    /// <summary>Of the organization's audit log.</summary>
    public string EventId { get; private set; } = "";

    /// <summary>Of the upstream.</summary>
    public string Model => upstream.Models[0];

    /// <summary>A call that was kept whole.</summary>
    public string CallId { get; private set; } = "";

    /// <summary>Of the organization.</summary>
    public string BudgetId { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        upstream = ScriptedUpstream.Start();
        Farebox = await RunningFarebox.StartAsync([upstream]);
        OrganizationId = (await Farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
        await Farebox.PriceAsync(new { model = upstream.Models[0], input = "2.50", output = "10.00" });
        await Farebox.GrantAsync("125.40");
        await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Patch, "/v1/organization/call_log", new { policy = "full" });
        KeyId = (await CreateKeyAsync("laptop")).GetProperty("id").GetString()!;
        await CreateKeyAsync(Markup);
        await CallAsync((await CreateKeyAsync(LongName)).GetProperty("value").GetString()!);
        await FillAsync();
        UpstreamId = await FirstAsync("/v1/system/upstreams");
        await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/system/vouchers", new { amount_usd = "25", count = 3, note = Markup });
        VoucherId = await FirstAsync("/v1/system/vouchers");
        EventId = await FirstAsync("/v1/organization/audit_logs?event_types[]=api_key.created");
        BudgetId = (await RunningFarebox.SendAsync(
            Farebox.Admin, HttpMethod.Post, "/v1/organization/budgets", new { max_spend_usd = "40", period = "month" })).GetProperty("id").GetString()!;
        CallId = (await Farebox.RecordsAsync()).First(call => call.Status == 200).Id;
        await SignUpAsync();
        UserId = (await Farebox.GetAsync("/v1/organization/users")).GetProperty("data")[0].GetProperty("id").GetString()!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Farebox.DisposeAsync();
        await upstream.DisposeAsync();
    }

    private async Task<string> FirstAsync(string list) => (await Farebox.GetAsync(list)).GetProperty("data")[0].GetProperty("id").GetString()!;

    private Task<JsonElement> CreateKeyAsync(string name) => RunningFarebox.SendAsync(
        Farebox.Admin, HttpMethod.Post, $"/v1/organization/projects/{Farebox.ProjectId}/api_keys", new { name });

    // Budgets with bars, tokens with and without a label, projects, an organization that is archived.
    private async Task FillAsync()
    {
        var project = "/v1/organization/projects/" + Farebox.ProjectId;
        var key = $"{project}/api_keys/{KeyId}";
        await PostAsync(project + "/budgets", new { max_spend_usd = "25.50", period = "month" });
        await PostAsync(key + "/budgets", new { max_requests = 10, period = "day" });
        await PostAsync(project + "/rate_limits/rl-*", new { max_requests_per_1_minute = 600, max_tokens_per_1_minute = 200_000 });
        foreach (var wish in (object[])[new { label = Markup, max_spend_usd = "0.5" }, new { scope = "model.request:chat" }])
        {
            var minted = await PostAsync(key + "/tokens", wish);
            TestRecords.Secret(minted.GetProperty("access_token").GetString()!);
            TokenId = minted.GetProperty("token_id").GetString()!;
        }

        await PostAsync("/v1/organization/projects", new { name = LongName });
        await PostAsync("/v1/organization/projects", new { name = Markup });
        var gone = (await PostAsync("/v1/system/organizations", new { name = LongName })).GetProperty("id").GetString();
        await PostAsync($"/v1/system/organizations/{gone}/archive", new { });
    }

    private Task<JsonElement> PostAsync(string path, object body) => RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, path, body);

    // Three that go well, one that is refused.
    private async Task CallAsync(string key)
    {
        var caller = Farebox.With(TestRecords.Secret(key));
        foreach (var model in (string[])[upstream.Models[0], upstream.Models[0], "no-such-model", upstream.Models[0]])
        {
            using var answer = await caller.PostAsJsonAsync(
                new Uri("/v1/chat/completions", UriKind.Relative), new { model, messages = new[] { new { role = "user", content = Markup } } });
            Assert.Equal(model != "no-such-model", answer.IsSuccessStatusCode);
        }
    }

    private async Task SignUpAsync()
    {
        await using var tab = await chromium.OpenAsync(Farebox.BaseUrl);
        await tab.SetUpAsync(Farebox, Password, "Ada Lovelace");
        Operator = await tab.CookiesAsync();
    }
}
