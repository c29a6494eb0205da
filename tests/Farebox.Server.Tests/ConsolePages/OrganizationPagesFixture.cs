using System.Text.RegularExpressions;
using Dapper;
using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Accounts;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>A Farebox with an upstream, and a browser that is signed in as the operator, who owns organization <c>default</c>.</summary>
public abstract partial class OrganizationPagesFixture : RelayFixture
{
    private protected Browser Browser { get; private set; } = null!;

    /// <summary>Path of the organization's pages.</summary>
    protected string Root { get; private set; } = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Browser = new Browser(Farebox.BaseUrl);
        await Browser.SendAsync("/console/set-up", new()
        {
            ["code"] = Farebox.Services.GetRequiredService<SetUpCode>().Text, ["name"] = "Ada", ["email"] = "ada@example.org",
            ["password"] = TestRecords.Secret("correct horse " + Guid.NewGuid().ToString("N")),
        });
        Root = Link().Match((await Browser.OpenAsync("/console")).Html).Groups[1].Value;
        Assert.NotEmpty(Root);
    }

    public override async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Task<Page> OpenAsync(string path) => Browser.OpenAsync($"{Root}/{path}");

    private protected Task<Page> SendAsync(string path, Dictionary<string, string> fields, string? form = null) =>
        Browser.SendAsync($"{Root}/{path}", fields, form is null ? null : $"{Root}/{form}");

    /// <summary>Gives the visitor another role, and takes the operator's rights away.</summary>
    protected Task BecomeAsync(string role) => Farebox.Services.GetRequiredService<Database>().WriteAsync(Actor.Server, (connection, trail) =>
    {
        connection.Execute("UPDATE members SET role = @role", new { role });
        connection.Execute("UPDATE users SET is_operator = 0");
        trail.Add(TestAudit.Entry);
        return true;
    });

    [GeneratedRegex("href=\"(/console/org_[^\"/]+)/overview\"")]
    private static partial Regex Link();
}
