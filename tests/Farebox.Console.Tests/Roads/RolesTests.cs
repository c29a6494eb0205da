using System.Text.RegularExpressions;
using Farebox.ConsolePages.Tests.Browsing;
using Farebox.Testing.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.ConsolePages.Tests.Roads;

/// <summary>
/// People of different roles, invited by letter, in a real browser: everything that they are shown opens, and every form of the table of routes
/// that they are not shown does nothing for them.
/// </summary>
public sealed partial class RolesTests(Chromium chromium) : IAsyncLifetime
{
    // Told here once more, apart from the code that is tested.
    private const string OfEverybody = "overview api-keys usage logs prices limits projects members settings";

    private readonly string password = TestRecords.Secret("correct horse " + Path.GetRandomFileName());
    private RunningFarebox farebox = null!;
    private string root = "";
    private string keyId = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        farebox = await RunningFarebox.StartAsync(options: options => options.SignUp = "invitation");
        root = $"/console/{(await farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()}";
        var key = await RunningFarebox.SendAsync(
            farebox.Admin, HttpMethod.Post, $"/v1/organization/projects/{farebox.ProjectId}/api_keys", new { name = "laptop" });
        TestRecords.Secret(key.GetProperty("value").GetString()!);
        keyId = key.GetProperty("id").GetString()!;
        await FillAsync();
        await using var tab = await chromium.OpenAsync(farebox.BaseUrl);
        await tab.SetUpAsync(farebox, password);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => farebox.DisposeAsync();

    [Theory]
    [InlineData("viewer", OfEverybody + " billing audit", "")]
    [InlineData("member", OfEverybody + " playground", "api-keys/new")]
    [InlineData("admin", OfEverybody + " playground billing audit", "api-keys/new billing/redeem projects/new invites settings limits/change members/{user}")]
    public async Task Person_OfARole_MeetsExactlyTheirRights(string role, string sections, string forms)
    {
        await using var tab = await JoinAsync(role);
        var menu = await tab.Page.Locator("nav a.entry").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        Assert.Equal(sections.Split(' ').Select(section => $"{root}/{section}").Order(), menu.Where(link => link.StartsWith(root, StringComparison.Ordinal)).Order());

        var shown = await WalkAsync(tab, menu);
        var routes = FormRoutes();
        Assert.True(routes.Count > 15);
        Assert.Subset(routes.Where(route => shown.Any(route.IsMatch)).Select(route => route.Name).ToHashSet(), forms.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet());
        if (role == "viewer") Assert.DoesNotContain(routes, route => route.Name != "members/{user}/remove" && shown.Any(route.IsMatch));
        await TryAsync(tab, routes.Where(route => !shown.Any(route.IsMatch)));
    }

    // One of everything that a form is about.
    private async Task FillAsync()
    {
        var project = "/v1/organization/projects/" + farebox.ProjectId;
        foreach (var (path, body) in new (string, object)[]
        {
            ("/v1/organization/budgets", new { max_spend_usd = "40", period = "month" }), (project + "/budgets", new { max_requests = 10, period = "day" }),
            ("/v1/organization/rate_limits/rl-*", new { max_requests_per_1_minute = 600 }), ("/v1/organization/invites", new { email = "late@example.org", role = "viewer" }),
        }) await RunningFarebox.SendAsync(farebox.Admin, HttpMethod.Post, path, body);
        var token = await RunningFarebox.SendAsync(farebox.Admin, HttpMethod.Post, $"{project}/api_keys/{keyId}/tokens", new { label = "try" });
        TestRecords.Secret(token.GetProperty("access_token").GetString()!);
    }

    // By the letter's link, as whoever was asked by an operator.
    private async Task<Tab> JoinAsync(string role)
    {
        var email = role + "@example.org";
        await RunningFarebox.SendAsync(farebox.Admin, HttpMethod.Post, "/v1/organization/invites", new { email, role });
        var tab = await chromium.OpenAsync(farebox.BaseUrl);
        await tab.OpenAsync((await OutboxReading.LinkAsync(farebox, email, "/console/invitation")).Link);
        await tab.Page.FillAsync("#name", role);
        await tab.Page.FillAsync("input[type=password]", password);
        await tab.Page.ClickAsync("main form button.btn-primary");
        await tab.Page.WaitForURLAsync(address => !address.Contains("invitation", StringComparison.Ordinal));
        await tab.OpenAsync(root + "/members");
        return tab;
    }

    /// <summary>Follows every link of the organization's pages, and returns where their forms lead.</summary>
    private async Task<HashSet<string>> WalkAsync(Tab tab, IEnumerable<string> menu)
    {
        var (waiting, seen, forms) = (new Queue<string>(menu.Where(link => link.StartsWith(root, StringComparison.Ordinal))), new HashSet<string>(), new HashSet<string>());
        while (waiting.TryDequeue(out var address))
        {
            if (!seen.Add(address.Split('?')[0]) || address.Contains("/export", StringComparison.Ordinal)) continue;
            var answer = await tab.OpenAsync(address);
            Assert.True(answer.Status == 200, $"{address} is shown and gives {answer.Status}.");
            foreach (var link in await AttributesAsync(tab, "main a[href]", "href")) if (link.StartsWith(root + "/", StringComparison.Ordinal)) waiting.Enqueue(link);
            forms.UnionWith((await AttributesAsync(tab, "main form[method=post]", "action")).Select(action => action.Split('?')[0]));
        }

        Assert.True(seen.Count > 10);
        return forms;
    }

    private static Task<string[]> AttributesAsync(Tab tab, string selector, string attribute) =>
        tab.Page.Locator(selector).EvaluateAllAsync<string[]>($"found => found.map(one => one.getAttribute('{attribute}'))");

    /// <summary>Sends the forms that are not shown. None of them may leave an event in the audit log.</summary>
    private async Task TryAsync(Tab tab, IEnumerable<FormRoute> routes)
    {
        var token = await tab.Page.Locator("form[action='/console/sign-out'] input").GetAttributeAsync("value");
        var before = await CountEventsAsync();
        foreach (var route in routes)
        {
            var form = tab.Page.Context.APIRequest.CreateFormData();
            foreach (var (name, value) in new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = token!, ["name"] = "default", ["verb"] = "disable", ["role"] = "viewer", ["email"] = "x@example.org", ["amount"] = "1",
                ["period"] = "day", ["unit"] = "usd", ["limit"] = "1", ["max_requests_per_1_minute"] = "1", ["policy"] = "off", ["retention_days"] = "1",
            }) form.Set(name, value);
            var answer = await tab.Page.Context.APIRequest.PostAsync(route.Fill(root, farebox.ProjectId, keyId), new() { Form = form, MaxRedirects = 0 });
            Assert.True(answer.Status is 200 or 401 or 403 or 404, $"{route.Name}: {answer.Status}");
        }

        Assert.Equal(before, await CountEventsAsync());
    }

    private async Task<int> CountEventsAsync() => (await farebox.GetAsync("/v1/system/audit_logs?limit=100")).GetProperty("data").GetArrayLength();

    private List<FormRoute> FormRoutes() =>
    [
        .. farebox.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(pattern => pattern.StartsWith("/console/{organization", StringComparison.Ordinal))
            .Select(pattern => new FormRoute(Constraint().Replace(pattern[(pattern.IndexOf("}/", StringComparison.Ordinal) + 2)..], "{$1}"))),
    ];

    // {key:regex(^key_)}
    [GeneratedRegex(@"\{([a-z]+)[^}]*\}")]
    private static partial Regex Constraint();

    /// <summary>An address of a form below the organization, such as <c>members/{user}</c>.</summary>
    private sealed record FormRoute(string Name)
    {
        public bool IsMatch(string action) =>
            Regex.IsMatch(action, "^/console/[^/]+/" + Regex.Replace(Regex.Escape(Name).Replace("\\{", "{", StringComparison.Ordinal), @"\{[a-z]+\}", "[^/]+") + "$");

        public string Fill(string root, string projectId, string keyId) => $"{root}/" + Name
            .Replace("{project}", projectId, StringComparison.Ordinal).Replace("{key}", keyId, StringComparison.Ordinal)
            .Replace("{user}", "user_none", StringComparison.Ordinal).Replace("{token}", "tok_none", StringComparison.Ordinal)
            .Replace("{budget}", "budget_none", StringComparison.Ordinal).Replace("{invite}", "invite_none", StringComparison.Ordinal);
    }
}
