using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Farebox.Testing.Upstream;

/// <summary>
/// Asks Linux how many bytes wait in the two queues of any TCP socket, by sock_diag(7), in some microseconds.
/// Numbers are in the machine's byte order, but ports and addresses are in the network's.
/// </summary>
internal sealed class SocketQueues : IDisposable
{
    private const int AddressFamilyNetlink = 16;
    private const int SocketTypeRaw = 3;
    private const int ProtocolSockDiag = 4;
    private const ushort MessageSockDiagByFamily = 20;
    private const int HeaderBytes = 16;
    private const int RequestBytes = HeaderBytes + 56;
    private const int PortsOffset = HeaderBytes + 8;
    private const int QueuesOffset = HeaderBytes + 56;

    private readonly Socket netlink;
    private readonly byte[] answer = new byte[4096];

    private SocketQueues(Socket netlink) => this.netlink = netlink;

    /// <summary>A channel to the kernel, or null on a system that has none.</summary>
    public static SocketQueues? Open()
    {
        if (!OperatingSystem.IsLinux()) return null;
        var descriptor = OpenSocket(AddressFamilyNetlink, SocketTypeRaw, ProtocolSockDiag);
        return descriptor < 0 ? null : new SocketQueues(new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)));
    }

    /// <summary>The queues of the socket at <paramref name="local"/> towards <paramref name="remote"/>, or null if there is none.</summary>
    public (uint UnreadBytes, uint UnackedBytes)? Of(IPEndPoint local, IPEndPoint remote)
    {
        netlink.Send(Request(local, remote));
        var length = netlink.Receive(answer);
        if (length < QueuesOffset + 8 || BitConverter.ToUInt16(answer, 4) != MessageSockDiagByFamily) return null;
        return (BitConverter.ToUInt32(answer, QueuesOffset), BitConverter.ToUInt32(answer, QueuesOffset + 4));
    }

    public void Dispose() => netlink.Dispose();

    private static byte[] Request(IPEndPoint local, IPEndPoint remote)
    {
        const ushort FlagRequest = 1;
        const byte FamilyInet = 2;
        const byte ProtocolTcp = 6;
        var request = new byte[RequestBytes];

        // struct nlmsghdr: length, type, flags; then struct inet_diag_req_v2: family, protocol, states.
        BitConverter.TryWriteBytes(request, RequestBytes);
        BitConverter.TryWriteBytes(request.AsSpan(4), MessageSockDiagByFamily);
        BitConverter.TryWriteBytes(request.AsSpan(6), FlagRequest);
        request[HeaderBytes] = FamilyInet;
        request[HeaderBytes + 1] = ProtocolTcp;
        request.AsSpan(HeaderBytes + 4, 4).Fill(byte.MaxValue);

        // struct inet_diag_sockid: two ports, two addresses of 16 bytes, any interface, any cookie.
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(PortsOffset), (ushort)local.Port);
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(PortsOffset + 2), (ushort)remote.Port);
        local.Address.TryWriteBytes(request.AsSpan(PortsOffset + 4), out _);
        remote.Address.TryWriteBytes(request.AsSpan(PortsOffset + 20), out _);
        request.AsSpan(RequestBytes - 8).Fill(byte.MaxValue);
        return request;
    }

    [DllImport("libc", EntryPoint = "socket")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenSocket(int family, int type, int protocol);
}
