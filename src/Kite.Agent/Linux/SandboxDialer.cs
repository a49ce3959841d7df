using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Kite.Agent.Linux;

/// <summary>Connects to ports inside another process' network namespace.</summary>
internal static class SandboxDialer
{
    /// <summary>Connects to a port of the loopback device that the process sees.</summary>
    public static async Task<Stream> ConnectAsync(long processId, int port, CancellationToken cancellationToken)
    {
        var socket = await OpenSocketAsync(processId);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A socket belongs to the namespace of the thread that made it; that thread is then thrown away, never back into the pool.</summary>
    private static Task<Socket> OpenSocketAsync(long processId)
    {
        var made = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle($"/proc/{processId}/ns/net");
                if (SystemCalls.EnterNamespace((int)handle.DangerousGetHandle(), SystemCalls.NetworkNamespace) != 0)
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                made.SetResult(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
            }
            catch (Exception e)
            {
                made.SetException(e);
            }
        })
        { IsBackground = true, Name = "kite-dial" };
        thread.Start();
        return made.Task;
    }
}
