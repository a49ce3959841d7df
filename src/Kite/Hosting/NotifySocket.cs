using System.Net.Sockets;
using System.Text;

namespace Kite.Hosting;

/// <summary>Tells systemd about the state of the service.</summary>
/// <remarks><see href="https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html"/></remarks>
/// <param name="path">The socket's path as <c>NOTIFY_SOCKET</c> has it; null where nobody listens.</param>
internal sealed class NotifySocket(string? path)
{
    /// <summary>The service is ready.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>The service is stopping.</summary>
    public void Stopping() => Send("STOPPING=1");

    private void Send(string state)
    {
        if (string.IsNullOrEmpty(path)) return;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            // A leading @ stands for the abstract namespace, whose names start with a zero byte.
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path));
        }
        catch (SocketException)
        {
            // The service manager is away; it asks nobody and misses nothing that a restart wouldn't tell it.
        }
    }
}
