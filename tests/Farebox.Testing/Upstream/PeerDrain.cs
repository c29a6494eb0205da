using System.Net;
using System.Net.Sockets;

namespace Farebox.Testing.Upstream;

/// <summary>
/// Tells when the other end of a loopback connection has read everything. Linux tells the unread bytes of both ends
/// (<see cref="SocketQueues"/>). Where the kernel does not, pieces sent one after the other may be read as one.
/// </summary>
internal static class PeerDrain
{
    public static async Task WaitAsync(Socket socket, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var kernel = SocketQueues.Open();
        if (kernel is null) return;
        var (near, far) = ((IPEndPoint)socket.LocalEndPoint!, (IPEndPoint)socket.RemoteEndPoint!);

        // In this order: once all has arrived, an empty queue over there means that it was read.
        while (kernel.Of(near, far) is { UnackedBytes: > 0 }) await TurnAsync(cancellationToken);
        while (kernel.Of(far, near) is { UnreadBytes: > 0 }) await TurnAsync(cancellationToken);
    }

    private static async Task TurnAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
    }
}
