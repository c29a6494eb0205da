using Farebox.Server.Tests.Accounts;
using Farebox.Server.Tests.Credentials;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>A Farebox with an owner, an admin, a viewer and an operator, who look at it with browsers.</summary>
public abstract class ConsoleTest : IAsyncLifetime
{
    private readonly List<Browser> browsers = [];

    private RunningFarebox? farebox;

    protected RunningFarebox Farebox => farebox!;

    protected string Organization { get; private set; } = "";

    /// <summary>Ids of users, by what comes before the @ of their addresses.</summary>
    internal Dictionary<string, string> Users { get; } = [];

    public virtual async ValueTask InitializeAsync()
    {
        farebox = await RunningFarebox.StartAsync();
        Organization = (await farebox.Admin.Get("/v1/organization").Expect(200)).String("id");
        foreach (var role in new[] { "owner", "admin", "viewer" }) Users[role] = await People.AddAsync(farebox, $"{role}@example.org", Organization, role);
        Users["operator"] = await People.AddAsync(farebox, "operator@example.org", isOperator: true);
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers) browser.Dispose();
        await Farebox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The path of a page of the organization.</summary>
    internal string In(string path) => $"/console/{Organization}/{path}";

    internal async Task<Browser> BrowserAsync(string who)
    {
        browsers.Add(await People.SignInAsync(Farebox, $"{who}@example.org"));
        return browsers[^1];
    }

    internal static void AssertTold(string expected, Page page) => Assert.Contains(expected, page.Location ?? page.Html, StringComparison.Ordinal);
}
