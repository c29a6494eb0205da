using Farebox.Server.Tests.Credentials;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Accounts;

/// <summary>Who may change what about members, over the API, as each role and with keys.</summary>
public sealed class MembersTests : IAsyncLifetime
{
    private const string Members = "/v1/organization/users";
    private static readonly string[] Roles = ["owner", "admin", "member", "billing", "viewer"];
    private readonly Dictionary<string, string> ids = [];
    private readonly List<Browser> browsers = [];
    private RunningFarebox farebox = null!;
    private string organization = "";

    public async ValueTask InitializeAsync()
    {
        farebox = await RunningFarebox.StartAsync();
        organization = (await farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
        foreach (var role in Roles) ids[role] = await People.AddAsync(farebox, $"{role}@example.org", organization, role);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers) browser.Dispose();
        await farebox.DisposeAsync();
    }

    [Fact]
    public async Task List_GivesThem_InOpenAisShape()
    {
        var list = await (await ActAsync("viewer")).Get(Members).Expect(200);
        Assert.Equal(Roles.Order(), list.Data.Select(user => user.GetProperty("role").GetString()!).Order());
        var one = await (await ActAsync("viewer")).Get($"{Members}/{ids["admin"]}").Expect(200);
        Assert.Equal(["object", "id", "name", "email", "role", "status", "added_at"], one.Body.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("organization.user", "admin@example.org", "admin", 1), (one.String("object"), one.String("email"), one.String("role"), one.Number("added_at")));
        var first = await (await ActAsync("viewer")).Get($"{Members}?limit=3").Expect(200);
        var rest = await (await ActAsync("viewer")).Get($"{Members}?limit=3&after={first.String("last_id")}").Expect(200);
        Assert.Equal((3, 2), (first.Data.Length, rest.Data.Length));
    }

    [Theory]
    [InlineData("emails=VIEWER@example.org&emails=admin@example.org", "admin", "viewer")]
    [InlineData("emails[]=viewer@example.org", "viewer")]
    [InlineData("emails=nobody@example.org")]
    [InlineData("emails=", "admin", "billing", "member", "owner", "viewer")]
    public async Task List_OfAddresses_IsOfThoseAlone(string query, params string[] roles)
    {
        var list = await (await ActAsync("viewer")).Get($"{Members}?{query}").Expect(200);
        Assert.Equal(roles, list.Data.Select(user => user.GetProperty("role").GetString()!).Order());
        await farebox.Admin.Get($"{Members}?{string.Join('&', Enumerable.Range(0, 101).Select(i => $"emails={i}"))}").ExpectError(400, "invalid_value", "emails");
    }

    [Theory]
    [InlineData("owner", "admin", "owner", 200)]
    [InlineData("owner", "viewer", "billing", 200)]
    [InlineData("admin", "viewer", "admin", 200)]
    [InlineData("admin", "member", "owner", 401)]
    [InlineData("admin", "owner", "viewer", 401)]
    [InlineData("admin", "admin", "owner", 401)]
    [InlineData("admin", "admin", "viewer", 200)]
    [InlineData("member", "viewer", "billing", 401)]
    [InlineData("member", "member", "owner", 401)]
    [InlineData("billing", "viewer", "billing", 401)]
    [InlineData("viewer", "viewer", "admin", 401)]
    public async Task SetRole_ByEachRole_IsAsTheRulesSay(string acting, string whose, string wanted, int expected)
    {
        await (await ActAsync(acting)).Post($"{Members}/{ids[whose]}", new { role = wanted }).Expect(expected);
        Assert.Equal(expected == 200 ? wanted : whose, (await farebox.Admin.Get($"{Members}/{ids[whose]}").Expect(200)).String("role"));
    }

    [Theory]
    [InlineData("owner", "admin", 200)]
    [InlineData("admin", "viewer", 200)]
    [InlineData("admin", "owner", 401)]
    [InlineData("member", "viewer", 401)]
    [InlineData("billing", "viewer", 401)]
    [InlineData("viewer", "member", 401)]
    [InlineData("admin", "admin", 200)]
    [InlineData("member", "member", 200)]
    [InlineData("billing", "billing", 200)]
    [InlineData("viewer", "viewer", 200)]
    public async Task Remove_ByEachRole_IsAsTheRulesSay_AndAnybodyMayLeave(string acting, string whose, int expected)
    {
        await (await ActAsync(acting)).Delete($"{Members}/{ids[whose]}").Expect(expected);
        await farebox.Admin.Get($"{Members}/{ids[whose]}").Expect(expected == 200 ? 404 : 200);
    }

    [Fact]
    public async Task LastOwner_IsNeitherDemotedNorRemoved_ByAnybody_UntilThereIsAnother()
    {
        var owner = await ActAsync("owner");
        await owner.Delete($"{Members}/{ids["owner"]}").ExpectError(409, "conflict", "role");
        await owner.Post($"{Members}/{ids["owner"]}", new { role = "admin" }).ExpectError(409, "conflict", "role");
        await farebox.Admin.Delete($"{Members}/{ids["owner"]}").ExpectError(409, "conflict", "role");

        // Another owner who cannot sign in is none.
        await owner.Post($"{Members}/{ids["viewer"]}", new { role = "owner" }).Expect(200);
        await farebox.Admin.Post($"/v1/system/users/{ids["viewer"]}/disable").Expect(200);
        await owner.Delete($"{Members}/{ids["owner"]}").ExpectError(409, "conflict", "role");
        await farebox.Admin.Post($"/v1/system/users/{ids["viewer"]}/enable").Expect(200);
        await owner.Delete($"{Members}/{ids["owner"]}").Expect(200);
    }

    [Fact]
    public async Task OwnersWhoDemoteEachOtherAtOnce_LeaveOne()
    {
        await farebox.Admin.Post($"{Members}/{ids["admin"]}", new { role = "owner" }).Expect(200);
        var (first, second) = (await ActAsync("owner"), await ActAsync("admin"));
        var both = await Task.WhenAll(
            first.Post($"{Members}/{ids["admin"]}", new { role = "viewer" }), second.Post($"{Members}/{ids["owner"]}", new { role = "viewer" }));
        Assert.Single(both, reply => (int)reply.Status == 200);
        Assert.Single((await farebox.Admin.Get(Members).Expect(200)).Data, user => user.GetProperty("role").GetString() == "owner");
    }

    [Fact]
    public async Task AdminKey_ActsAsAnAdmin_AndAnOperatorsKeyAsAnOwner()
    {
        var key = TestRecords.Secret((await farebox.Admin.Post("/v1/organization/admin_api_keys", new { name = "a" }).Expect(200)).String("value"));
        await farebox.With(key).Post($"{Members}/{ids["viewer"]}", new { role = "member" }).Expect(200);
        await farebox.With(key).Post($"{Members}/{ids["viewer"]}", new { role = "owner" }).ExpectError(401, null);
        await farebox.With(key).Delete($"{Members}/{ids["owner"]}").ExpectError(401, null);
        await farebox.With(key).Post("/v1/organization/archive").ExpectError(401, null);
        await farebox.Admin.Post($"{Members}/{ids["viewer"]}", new { role = "owner" }).Expect(200);
        var narrow = TestRecords.Secret((await farebox.Admin.Post(
            "/v1/organization/admin_api_keys", new { name = "a", scopes = new[] { "organization.read" } }).Expect(200)).String("value"));
        await farebox.With(narrow).Get(Members).Expect(200);
        await farebox.With(narrow).Delete($"{Members}/{ids["viewer"]}").ExpectError(401, null);
    }

    [Fact]
    public async Task Organization_IsRenamedByAdmins_AndArchivedByOwnersOnly()
    {
        var id = (await farebox.Admin.Post("/v1/system/organizations", new { name = "theirs" }).Expect(200)).String("id");
        await People.JoinAsync(farebox, ids["owner"], id, "owner");
        await People.JoinAsync(farebox, ids["admin"], id, "admin");
        await People.JoinAsync(farebox, ids["viewer"], id, "viewer");
        var (owner, admin) = (await ActAsync("owner", id), await ActAsync("admin", id));
        await (await ActAsync("viewer", id)).Post("/v1/organization", new { name = "mine" }).ExpectError(401, null);
        Assert.Equal("ours", (await admin.Post("/v1/organization", new { name = "ours" }).Expect(200)).String("name"));
        await admin.Post("/v1/organization/archive").ExpectError(401, null);
        Assert.Equal("archived", (await owner.Post("/v1/organization/archive").Expect(200)).String("status"));
    }

    [Fact]
    public async Task RoleChangedOrTaken_HoldsAtOnceForOpenSessions()
    {
        var browser = await BrowserAsync("admin");
        var path = $"/console/{organization}/members";
        Assert.Contains("viewer@example.org", (await browser.OpenAsync(path)).Html, StringComparison.Ordinal);
        var acting = (await People.ActAsync(farebox, browser, organization))!;
        await farebox.Admin.Post($"{Members}/{ids["admin"]}", new { role = "viewer" }).Expect(200);

        // Even a page that is being made at that moment: it looks again in the write itself.
        await acting.Post($"{Members}/{ids["billing"]}", new { role = "member" }).ExpectError(401, null);
        var after = (await People.ActAsync(farebox, browser, organization))!;
        await after.Post($"{Members}/{ids["billing"]}", new { role = "member" }).ExpectError(401, null);
        await farebox.Admin.Delete($"{Members}/{ids["admin"]}").Expect(200);
        Assert.Null(await People.ActAsync(farebox, browser, organization));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.OpenAsync(path)).Status);
    }

    [Fact]
    public async Task WrongRole_IsRefused_AndOthersMembersAreNotThere()
    {
        await farebox.Admin.Post($"{Members}/{ids["viewer"]}", new { role = "king" }).ExpectError(400, "invalid_value", "role");
        await farebox.Admin.Post($"{Members}/{ids["viewer"]}", new { }).ExpectError(400, "missing_required_parameter", "role");
        await farebox.Admin.Post($"{Members}/{ids["viewer"]}", new { rank = "owner" }).ExpectError(400, "unknown_parameter", "rank");
        var other = await People.AddAsync(farebox, "stranger@example.org");
        await farebox.Admin.Get($"{Members}/{other}").ExpectError(404, "not_found");
        await farebox.Admin.Post($"{Members}/{other}", new { role = "viewer" }).ExpectError(404, "not_found");
        await farebox.Admin.Delete($"{Members}/{other}").ExpectError(404, "not_found");
    }

    private async Task<HttpClient> ActAsync(string role, string? id = null) => (await People.ActAsync(farebox, await BrowserAsync(role), id ?? organization))!;

    private async Task<Browser> BrowserAsync(string role)
    {
        browsers.Add(await People.SignInAsync(farebox, $"{role}@example.org"));
        return browsers[^1];
    }
}
