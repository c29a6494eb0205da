using System.Net;
using System.Text;
using Farebox.ConsolePages;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Hardening;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Accounts;

/// <summary>
/// Every route of the API and every page, as every role: exactly what the role may do, and nothing of another organization. Made from the
/// table of routes, so that a new one is tested too.
/// </summary>
public sealed class RightsTests : IAsyncLifetime
{
    // Told here once more, apart from the code that is tested.
    private static readonly Dictionary<string, string> ScopesOfRoles = new()
    {
        ["owner"] = "model.read usage.read logs.read billing.read billing.write organization.read organization.write projects.read projects.write keys.read keys.write audit.read",
        ["admin"] = "model.read usage.read logs.read billing.read billing.write organization.read organization.write projects.read projects.write keys.read keys.write audit.read",
        ["member"] = "model.read organization.read projects.read keys.read keys.write usage.read logs.read",
        ["billing"] = "model.read organization.read projects.read usage.read billing.read billing.write",
        ["viewer"] = "model.read usage.read logs.read billing.read organization.read projects.read keys.read audit.read",
    };

    // Behind the door it asks whether the member is the caller, who may leave.
    private const string Leaving = "DELETE /v1/organization/users/{id}";

    private readonly Dictionary<string, Browser> browsers = [];
    private readonly Dictionary<string, string> users = [];
    private RunningFarebox farebox = null!;
    private string organization = "";
    private string other = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        farebox = await RunningFarebox.StartAsync();
        organization = (await farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
        other = (await farebox.Admin.Post("/v1/system/organizations", new { name = "other" }).Expect(200)).String("id");
        foreach (var role in ScopesOfRoles.Keys)
        {
            users[role] = await People.AddAsync(farebox, $"{role}@example.org", organization, role);
            browsers[role] = await People.SignInAsync(farebox, $"{role}@example.org");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers.Values) browser.Dispose();
        await farebox.DisposeAsync();
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("admin")]
    [InlineData("member")]
    [InlineData("billing")]
    [InlineData("viewer")]
    public async Task ApiRoute_AsEachRole_IsOpenExactlyWhereItsScopesSay(string role)
    {
        var scopes = ScopeText.Parse(ScopesOfRoles[role]).Scopes;
        var acting = (await People.ActAsync(farebox, browsers[role], organization))!;
        var routes = RouteList.Of(farebox).Where(route => route.Metadata.GetMetadata<RequiredScopes>() is not null).ToList();
        Assert.True(routes.Count > 80);
        var (open, shut) = (0, 0);
        foreach (var route in routes)
        {
            var required = route.Name == Leaving ? Scopes.OrganizationWrite : route.Metadata.GetMetadata<RequiredScopes>()!.Scopes;
            var (status, text) = await AskAsync(acting, route);
            var isShut = status == 401 && text.Contains("Missing scopes", StringComparison.Ordinal);
            Assert.True(isShut == ((scopes & required) != required), $"{role}: {route.Name} {status} {text}");
            Assert.True(status < 500, $"{role}: {route.Name} {status} {text}");
            _ = isShut ? shut++ : open++;
        }

        Assert.True(open > 10 && shut > 10, $"{open} open, {shut} shut.");
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("viewer")]
    public async Task ModelCall_WithAPagesCredential_IsRefused(string role)
    {
        var acting = (await People.ActAsync(farebox, browsers[role], organization))!;
        foreach (var path in new[] { "/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/images/generations" })
            await acting.Post(path, new { model = "eliza" }).Expect(401);
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("admin")]
    [InlineData("member")]
    [InlineData("billing")]
    [InlineData("viewer")]
    public async Task Page_OfAnotherOrganization_IsNotThere_ForAnyRole(string role)
    {
        var token = await TokenAsync(browsers[role]);
        var asked = 0;
        foreach (var route in Pages(route => route.Pattern.GetParameter("organization") is not null))
        {
            foreach (var id in new[] { other, "org_none" })
            {
                Assert.True(await StatusAsync(browsers[role], route, id, token) == HttpStatusCode.NotFound, $"{role}: {route.Name} in {id}");
                asked++;
            }
        }

        Assert.True(asked > 20);
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("admin")]
    [InlineData("member")]
    [InlineData("billing")]
    [InlineData("viewer")]
    public async Task PageForOperators_IsNotThere_ForAnyRole(string role)
    {
        var token = await TokenAsync(browsers[role]);
        foreach (var route in Pages(IsOperators))
            Assert.True(await StatusAsync(browsers[role], route, "", token) == HttpStatusCode.NotFound, $"{role}: {route.Name}");
    }

    [Fact]
    public async Task PageForOperators_OpensForOne_WhoBelongsToNoOrganization()
    {
        await People.AddAsync(farebox, "operator@example.org", isOperator: true);
        using var browser = await People.SignInAsync(farebox, "operator@example.org");
        foreach (var route in Pages(IsOperators).Where(route => route.Method == "GET" && route.Pattern.Parameters.Count == 0 && !IsWayBack(route)))
            Assert.True(await StatusAsync(browser, route, "", "") == HttpStatusCode.OK, route.Name);
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("admin")]
    [InlineData("member")]
    [InlineData("billing")]
    [InlineData("viewer")]
    public async Task Page_OfTheOwnOrganization_IsShownOrRefused_AndNeverFails(string role)
    {
        foreach (var route in Pages(route => route.Pattern.GetParameter("organization") is not null && route.Method == "GET"))
        {
            var status = await StatusAsync(browsers[role], route, organization, "");
            if (IsWayBack(route))
            {
                Assert.True(status == HttpStatusCode.Redirect, $"{role}: {route.Name} {status}");
                continue;
            }

            Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{role}: {route.Name} {status}");
            if (role == "owner" && route.Pattern.Parameters.Count == 1) Assert.True(status == HttpStatusCode.OK, $"{route.Name} {status}");
        }
    }

    [Fact]
    public async Task FormOfTheOwnOrganization_ByAViewer_ChangesNothing()
    {
        var token = await TokenAsync(browsers["viewer"]);
        var forms = Pages(route => route.Pattern.GetParameter("organization") is not null && route.Method == "POST").ToList();
        Assert.True(forms.Count > 5);
        foreach (var route in forms)
        {
            var status = await StatusAsync(browsers["viewer"], route, organization, token);
            Assert.True((int)status is < 500, $"{route.Name} {status}");
        }

        var done = (await farebox.Admin.Get("/v1/system/audit_logs?limit=100").Expect(200)).Data
            .Where(row => row.GetProperty("actor").GetRawText().Contains(users["viewer"], StringComparison.Ordinal))
            .Select(row => row.GetProperty("type").GetString());
        Assert.DoesNotContain(done, type => !type!.StartsWith("login", StringComparison.Ordinal));
    }

    private IEnumerable<ServedRoute> Pages(Func<ServedRoute, bool> which) =>
        RouteList.Of(farebox).Where(route => route.Name.Contains(" /console/", StringComparison.Ordinal) && route.Method != "HEAD" && which(route));

    // From the address of a form that no page has, to the page that shows it.
    private bool IsWayBack(ServedRoute route) => route.Metadata.GetMetadata<PageMark>() is null
        && RouteList.Of(farebox).Any(other => other.Name == "POST" + route.Name[3..]);

    private static bool IsOperators(ServedRoute route) => route.Name.Contains(" /console/operator/", StringComparison.Ordinal);

    // Ids that are there where one can be given to all of them, so that what refuses is the right and not the search.
    private string IdOf(string name, string before) => (name, before) switch
    {
        ("user", _) => users["admin"],
        ("project", _) or (_, "projects") => farebox.ProjectId,
        (_, "users") => users["admin"],
        _ => "x",
    };

    private static async Task<(int Status, string Text)> AskAsync(HttpClient client, ServedRoute route)
    {
        // Nothing that would change for the routes after it: every other id is nobody's, and no body says anything.
        var path = route.PathWith((_, _) => "x");
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), path);
        if (route.Method is "POST" or "PATCH") request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        return ((int)response.StatusCode, isStream ? "" : await response.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task<HttpStatusCode> StatusAsync(Browser browser, ServedRoute route, string organizationId, string token)
    {
        var path = route.PathWith((name, before) => name.StartsWith("organization", StringComparison.Ordinal) ? organizationId : IdOf(name, before));
        if (route.Method == "GET") return await browser.AskAsync(path + "?name=eliza"); // Where a page is about one model.
        return (await browser.PostAsync(path, new() { ["__RequestVerificationToken"] = token, ["role"] = "viewer", ["name"] = "x", ["verb"] = "disable" })).Status;
    }

    private static async Task<string> TokenAsync(Browser browser) =>
        (await browser.OpenAsync("/console")).Html.Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];
}
