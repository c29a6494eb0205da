using System.Net;
using System.Net.Sockets;

namespace Farebox.Compare.Machine;

/// <summary>A port on the loopback address that was free a moment ago.</summary>
public static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
