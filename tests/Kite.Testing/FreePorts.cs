using System.Net;
using System.Net.Sockets;

namespace Kite.Testing;

/// <summary>Ports for servers that have to be told which one to take.</summary>
public static class FreePorts
{
    // Below what the kernel gives to connections and to whoever asks for any port (ip_local_port_range), and below node ports: nobody takes it between this look and its use, or while its server is being restarted.
    private const int First = 21_000;
    private const int Count = 8_000;

    // Runs of tests side by side begin at different places.
    private static int next = Random.Shared.Next(Count);

    /// <summary>A port that nobody listens on, and that is given out once.</summary>
    public static int Take()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref next) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Any, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }
}
