using System.Runtime.InteropServices;

namespace Kite.Agent.Linux;

/// <summary><c>struct pollfd</c>: what is waited for on a file, and what has happened.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    /// <summary><c>POLLIN</c>.</summary>
    private const short Readable = 1;

    /// <summary>The file.</summary>
    public int Descriptor;

    /// <summary>What is waited for.</summary>
    public short Events;

    /// <summary>What has happened; 0 for nothing.</summary>
    public short Happened;

    /// <summary>Waits until there is something to read, or the other end has closed. The handle must stay open meanwhile.</summary>
    public static PollEntry ToRead(SafeHandle file) => new() { Descriptor = (int)file.DangerousGetHandle(), Events = Readable };
}
