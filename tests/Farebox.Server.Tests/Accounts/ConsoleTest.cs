using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Platform.Options;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Accounts;

/// <summary>A server whose operator, Ada, has an account; each test starts it with the options that it is about.</summary>
public abstract class ConsoleTest : IAsyncDisposable
{
    protected const string Ada = "ada@example.org";
    private readonly List<Browser> browsers = [];

    protected ManualTimeProvider Clock { get; } = new();

    /// <summary>Ada's; everybody here has the same.</summary>
    protected string Password { get; } = TestRecords.Secret("correct horse " + Guid.NewGuid().ToString("N"));

    internal RunningFarebox Farebox { get; private set; } = null!;

    /// <summary>Ada's, signed in.</summary>
    internal Browser AdasBrowser { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers) browser.Dispose();
        if (Farebox is not null) await Farebox.DisposeAsync();
        await EndAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What a test has besides goes here, after the server.</summary>
    internal virtual Task EndAsync() => Task.CompletedTask;

    internal async Task StartAsync(Action<FareboxOptions>? options = null, Action<IServiceCollection>? services = null)
    {
        Farebox = await RunningFarebox.StartAsync(options: options, clock: Clock, services: services);
        AdasBrowser = NewBrowser();
        var sent = await AdasBrowser.SendAsync("/console/set-up", new()
        {
            ["code"] = Farebox.Services.GetRequiredService<SetUpCode>().Text, ["name"] = "Ada", ["email"] = Ada, ["password"] = Password,
        });
        Assert.Equal("/console", sent.Location);
    }

    internal Browser NewBrowser(string? session = null)
    {
        var browser = new Browser(Farebox.BaseUrl, session);
        browsers.Add(browser);
        return browser;
    }

    /// <summary>Where it leads, or what is wrong.</summary>
    internal async Task<string?> SignInAsync(Browser browser, string email, string? password = null) =>
        (await browser.SendAsync("/console/sign-in", new() { ["email"] = email, ["password"] = password ?? Password })).Outcome;

    internal Task<Page> SignUpAsync(Browser browser, string email, string? password = null, string name = "Bob") =>
        browser.SendAsync("/console/sign-up", new() { ["name"] = name, ["email"] = email, ["password"] = password ?? Password });

    /// <summary>Follows the link of a letter and sends the form behind it.</summary>
    internal static Task<Page> FollowAsync(Browser browser, string link, string? password)
    {
        var query = System.Web.HttpUtility.ParseQueryString(link.Split('?')[1]);
        var fields = query.AllKeys.ToDictionary(name => name!, name => query[name]!);
        if (password is not null) fields["password"] = password;
        return browser.SendAsync(link, fields);
    }
}
