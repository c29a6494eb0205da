using System.Net;
using System.Net.Sockets;
using Farebox.Cli.Terminal;
using Farebox.Server;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Microsoft.AspNetCore.Builder;

namespace Farebox.Cli.Serving;

/// <summary>Starts a server, or says in one line why it must not or cannot.</summary>
internal static class ServerStart
{
    /// <exception cref="UsageException">An option, the data directory or the address does not allow it.</exception>
    public static async Task<WebApplication> RunAsync(FareboxOptions options, CancellationToken cancel)
    {
        foreach (var address in options.Listen)
            EnsureFree(new Uri(address));
        WebApplication? app = null;
        try
        {
            app = FareboxApp.Build(options);
            await app.StartAsync(cancel);
            return app;
        }
        catch (Exception failure)
        {
            await EndAsync(app);
            if (failure is StartRefusedException or IOException or UnauthorizedAccessException)
                throw new UsageException(failure.Message);
            throw;
        }
    }

    /// <summary>
    /// Kestrel finds a taken port only after the store is open and the first key is shown, and logs it at length. Asking
    /// first costs nothing; should the port go in between, Kestrel still says so.
    /// </summary>
    private static void EnsureFree(Uri address)
    {
        if (address.Port == 0 || !TryAddress(address, out var host))
            return;
        try
        {
            using var probe = new TcpListener(host, address.Port);
            probe.Start();
        }
        catch (SocketException taken)
        {
            throw new UsageException(
                $"Cannot listen on {address.GetLeftPart(UriPartial.Authority)}: {taken.Message}. Choose another address with --listen.");
        }
    }

    private static bool TryAddress(Uri address, out IPAddress host)
    {
        host = IPAddress.Loopback;
        return address.Host == "localhost" || IPAddress.TryParse(address.Host.Trim('[', ']'), out host!);
    }

    /// <summary>Background work that began is told to stop before its services go.</summary>
    private static async Task EndAsync(WebApplication? app)
    {
        if (app is null)
            return;
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
