using Farebox.Cli.Profiles;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Kernel.Credentials;
using Farebox.Server;
using Farebox.Server.Platform.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Farebox.Cli.Serving;

/// <summary>The server that the quickstart walks through: one that answers already, or one started in this process.</summary>
internal sealed class QuickstartServer : IAsyncDisposable
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);
    private readonly WebApplication? _app;
    private bool _stopped;

    private QuickstartServer(WebApplication? app, string baseUrl, string adminKey) =>
        (_app, BaseUrl, AdminKey) = (app, baseUrl, adminKey);

    public string BaseUrl { get; }

    /// <summary>An operator's.</summary>
    public string AdminKey { get; }

    /// <summary>Whether it runs in this process.</summary>
    public bool IsOurs => _app is not null;

    /// <exception cref="UsageException">The address is taken by something else, or by a Farebox whose admin key is not known.</exception>
    public static async Task<QuickstartServer> FindOrStartAsync(FareboxOptions options, Profile profile, VerbRun run)
    {
        var address = Reachable(options.Listen[0]);
        var baseUrl = Client.BaseUrl.Normalize(address.ToString());
        var kept = options.AdminKey.Length > 0 ? options.AdminKey : profile.Of(baseUrl).AdminKey;
        if (address.Port != 0 && await IsTakenAsync(baseUrl, run.Cancel))
        {
            run.Print.Note($"A Farebox answers at {address.GetLeftPart(UriPartial.Authority)} already: using that one.");
            return new QuickstartServer(null, baseUrl, kept ?? throw new UsageException(
                "Its admin key is not in the profile: set FAREBOX_ADMIN_KEY, or choose another address with --listen."));
        }
        return await StartAsync(options, kept, run.Cancel);
    }

    /// <summary>Where the console's first account is made; null when there is one, or the server is not ours.</summary>
    public async Task<string?> FindSetUpAddressAsync() => _app is null ? null : await FareboxApp.FindSetUpAddressAsync(_app);

    /// <summary>Until <paramref name="cancel"/> or the host's own signal; then it has stopped.</summary>
    public async Task ServeAsync(CancellationToken cancel)
    {
        await _app!.WaitForShutdownAsync(cancel);
        _stopped = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is null)
            return;
        if (!_stopped)
            await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>With the profile's admin key when it is well-formed and still allowed, else with a new one.</summary>
    private static async Task<QuickstartServer> StartAsync(FareboxOptions options, string? keptKey, CancellationToken cancel)
    {
        options.LogLevel = "error";
        var named = options.AdminKey.Length > 0;
        if (!named)
            options.AdminKey = keptKey is not null && KeyText.IsWellFormed(keptKey) ? keptKey : KeyText.NewAdminKey();
        WebApplication app;
        try
        {
            app = await ServerStart.RunAsync(options, cancel);
        }
        catch (UsageException) when (!named && options.AdminKey == keptKey)
        {
            // Revoked or disabled since: another reason to refuse comes again.
            options.AdminKey = KeyText.NewAdminKey();
            app = await ServerStart.RunAsync(options, cancel);
        }
        return new QuickstartServer(app, Client.BaseUrl.Normalize(Reachable(app.Urls.First()).ToString()), options.AdminKey);
    }

    private static async Task<bool> IsTakenAsync(string baseUrl, CancellationToken cancel)
    {
        using var stranger = FareboxClient.Connect(baseUrl, "nobody", ProbeTimeout);
        try
        {
            if (await stranger.IsAliveAsync(cancel))
                return true;
        }
        catch (FareboxUnreachableException nobody) when (nobody.Reason == UnreachableReason.Refused)
        {
            return false;
        }
        catch (FareboxUnreachableException)
        {
            // Something listens and is no Farebox; the message below says so.
        }
        throw new UsageException(
            $"Something that is not Farebox answers at {new Uri(baseUrl).GetLeftPart(UriPartial.Authority)}: choose another address, "
            + "such as --listen http://127.0.0.1:8421.");
    }

    /// <summary>An address to listen on everywhere is called on loopback.</summary>
    private static Uri Reachable(string listen)
    {
        var address = new Uri(listen);
        return address.Host switch
        {
            "0.0.0.0" => new UriBuilder(address) { Host = "127.0.0.1" }.Uri,
            "[::]" => new UriBuilder(address) { Host = "[::1]" }.Uri,
            _ => address,
        };
    }
}
