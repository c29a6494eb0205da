using System.Text.RegularExpressions;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Accounts;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>A Farebox with a provider, and an operator who is signed in to its console.</summary>
public abstract class OperatorTest : IAsyncLifetime
{
    protected const string Operator = "/console/operator";
    private readonly string password = TestRecords.Secret("correct horse " + Guid.NewGuid().ToString("N"));
    private readonly List<Browser> browsers = [];

    protected RunningFarebox Farebox { get; private set; } = null!;

    protected ScriptedUpstream Provider { get; private set; } = null!;

    /// <summary>Of the organization <c>default</c>.</summary>
    protected string OrganizationId { get; private set; } = "";

    internal Browser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = ScriptedUpstream.Start();
        Provider.AlwaysFor("/v1/models", Answers.Models("gpt-test", "acme/tiny"));
        Farebox = await RunningFarebox.StartAsync([Provider]);
        Browser = NewBrowser();
        await Browser.SendAsync("/console/set-up", new()
        {
            ["code"] = Farebox.Services.GetRequiredService<SetUpCode>().Text, ["name"] = "Ada", ["email"] = "ada@example.org", ["password"] = password,
        });
        OrganizationId = (await Farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        browsers.ForEach(browser => browser.Dispose());
        await Farebox.DisposeAsync();
        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody else, signed in, who has this role in the organization <c>default</c> and is no operator.</summary>
    internal async Task<Browser> SignInAsync(string role)
    {
        var services = Farebox.Services;
        var user = new User
        {
            Id = services.GetRequiredService<IdSource>().Next("user_"), Email = role + "@example.org", Name = role, EmailConfirmed = true,
            CreatedAt = 1, Change = new UserChange(Actor.Server, AuditEventTypes.UserAdded),
        };
        await using (var scope = services.CreateAsyncScope())
            Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<User>>().CreateAsync(user, password)).Succeeded);
        await services.GetRequiredService<Database>().WriteAsync(Actor.Server, (connection, trail) =>
        {
            trail.Add(TestAudit.Entry);
            return connection.Execute(
                "INSERT INTO members (organization_id, user_id, role, added_at) VALUES (@OrganizationId, @Id, @role, 1)",
                new { OrganizationId, user.Id, role });
        });
        var browser = NewBrowser();
        Assert.Equal("/console", (await browser.SendAsync("/console/sign-in", new() { ["email"] = user.Email, ["password"] = password })).Location);
        return browser;
    }

    internal Browser NewBrowser()
    {
        var browser = new Browser(Farebox.BaseUrl);
        browsers.Add(browser);
        return browser;
    }

    /// <summary>The first address in a page that matches.</summary>
    internal static string Address(Page page, string pattern)
    {
        var found = Regex.Match(page.Html, "\"(" + pattern + ")\"");
        Assert.True(found.Success, page.Html);
        return found.Groups[1].Value;
    }
}
