using Farebox.Server.Tests.Credentials;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Accounts;

/// <summary>What operators see and change of users.</summary>
public sealed class UserEndpointsTests : IAsyncLifetime
{
    private const string Users = "/v1/system/users";
    private RunningFarebox farebox = null!;

    public async ValueTask InitializeAsync() => farebox = await RunningFarebox.StartAsync();

    public async ValueTask DisposeAsync() => await farebox.DisposeAsync();

    [Fact]
    public async Task Disabled_SessionsEndAtOnce_AndStayEnded_AndSignInIsRefusedUntilEnabled()
    {
        var id = await People.AddAsync(farebox, "ada@example.org");
        using var browser = await People.SignInAsync(farebox, "ada@example.org");
        Assert.Null((await browser.OpenAsync("/console")).Location);
        Assert.Equal("disabled", (await farebox.Admin.Post($"{Users}/{id}/disable").Expect(200)).String("status"));
        Assert.Equal("/console/sign-in", (await browser.OpenAsync("/console")).Location);

        using var again = new Browser(farebox.BaseUrl);
        Dictionary<string, string> right = new() { ["email"] = "ada@example.org", ["password"] = People.Password };
        Assert.Equal(Told.Disabled, (await again.SendAsync("/console/sign-in", right)).Outcome);
        Assert.Equal("active", (await farebox.Admin.Post($"{Users}/{id}/enable").Expect(200)).String("status"));
        Assert.Equal("/console/sign-in", (await browser.OpenAsync("/console")).Location);
        Assert.Equal("/console", (await again.SendAsync("/console/sign-in", right)).Location);
    }

    [Fact]
    public async Task LastOperator_IsNotDisabled()
    {
        var first = await People.AddAsync(farebox, "one@example.org", isOperator: true);
        await farebox.Admin.Post($"{Users}/{first}/disable").ExpectError(409, "conflict", "user");
        var second = await People.AddAsync(farebox, "two@example.org", isOperator: true);
        await farebox.Admin.Post($"{Users}/{first}/disable").Expect(200);
        await farebox.Admin.Post($"{Users}/{second}/disable").ExpectError(409, "conflict", "user");
    }

    [Theory]
    [InlineData("@EXAMPLE.org", "ada@example.org", "bob_b@example.org")]
    [InlineData("+bOb_b+", "bob_b@example.org")]
    [InlineData("", "ada@example.org", "bob_b@example.org", "eve@elsewhere.net")]
    [InlineData("b%25b")]
    [InlineData("nobody")]
    public async Task List_ByAPartOfTheAddress_HasThoseWhoHaveIt_PageByPage(string part, params string[] expected)
    {
        foreach (var email in new[] { "ada@example.org", "bob_b@example.org", "eve@elsewhere.net" }) await People.AddAsync(farebox, email);
        List<string?> found = [];
        for (var (after, more) = ("", true); more;)
        {
            var page = await farebox.Admin.Get($"{Users}?limit=1&email={part}{after}").Expect(200);
            found.AddRange(page.Data.Select(user => user.GetProperty("email").GetString()));
            (after, more) = ($"&after={page.Body.GetProperty("last_id").GetString()}", page.Body.GetProperty("has_more").GetBoolean());
        }

        Assert.Equal(expected, found.Order());
    }

    [Theory]
    [InlineData("ACM", "Acme", "acme two", "北京 Acme_")]
    [InlineData("%E5%8C%97%E4%BA%AC", "北京 Acme_")]
    [InlineData("_", "北京 Acme_")]
    [InlineData("nobody")]
    public async Task Organizations_ByAPartOfTheName_AreThoseThatHaveIt(string part, params string[] expected)
    {
        const string Organizations = "/v1/system/organizations";
        foreach (var name in new[] { "Acme", "acme two", "北京 Acme_", "other" }) await farebox.Admin.Post(Organizations, new { name }).Expect(200);
        var found = (await farebox.Admin.Get($"{Organizations}?name={part}").Expect(200)).Data.Select(organization => organization.GetProperty("name").GetString());
        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task List_IsForOperatorsOnly()
    {
        var id = await People.AddAsync(farebox, "ada@example.org");
        Assert.Equal(id, (await farebox.Admin.Get(Users).Expect(200)).Data.Single().GetProperty("id").GetString());
        Assert.Equal("ada@example.org", (await farebox.Admin.Get($"{Users}/{id}").Expect(200)).String("email"));
        await farebox.Admin.Get($"{Users}/user_none").ExpectError(404, "not_found");
        await farebox.Admin.Post($"{Users}/user_none/disable").ExpectError(404, "not_found");
        var key = TestRecords.Secret((await farebox.Admin.Post("/v1/organization/admin_api_keys", new { name = "a" }).Expect(200)).String("value"));
        await farebox.With(key).Get(Users).ExpectError(401, null);
        await farebox.With(key).Post($"{Users}/{id}/disable").ExpectError(401, null);
    }
}
