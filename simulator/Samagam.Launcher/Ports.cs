using System.Net;
using System.Net.Sockets;
using Samagam.Processes;

namespace Samagam.Launcher;

/// <summary>Looks whether the ports of a plan are free, before anything is made.</summary>
internal static class Ports
{
    /// <summary>The first port in use, or null.</summary>
    public static int? Taken(MeshLayout layout)
    {
        var address = IPAddress.Parse(layout.Listen);
        foreach (var number in layout.Numbers.Append(MeshLayout.HubNumber))
        {
            for (var port = layout.PortOf(number); port < layout.PortOf(number) + 5; port++)
            {
                using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                try
                {
                    socket.Bind(new IPEndPoint(address, port));
                }
                catch (SocketException)
                {
                    return port;
                }
            }
        }
        return null;
    }
}
