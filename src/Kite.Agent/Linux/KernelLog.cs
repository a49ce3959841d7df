using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Kite.Agent.Linux;

/// <summary>Follows the kernel's log: what is written from now on, without looking in between.</summary>
internal static class KernelLog
{
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int LongestRecord = 8192;

    /// <summary>Tells every record until cancelled. Blocks the thread.</summary>
    /// <exception cref="IOException">There is no such log, or it isn't for this process.</exception>
    public static void Follow(Action<string> told, CancellationToken cancellationToken)
    {
        using var log = new SafeFileHandle(FileCalls.Open("/dev/kmsg", ReadOnlyCloseOnExec, 0), ownsHandle: true);
        if (log.IsInvalid) throw new IOException($"/dev/kmsg: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        // Its other end closes where the wait has to end.
        using var wake = new AnonymousPipeServerStream(PipeDirection.In);
        using var registration = cancellationToken.Register(wake.DisposeLocalCopyOfClientHandle);
        var entries = new[] { PollEntry.ToRead(log), PollEntry.ToRead(wake.SafePipeHandle) };
        var buffer = new byte[LongestRecord];
        // What is in there is old.
        while (IsReadable(entries, 0)) Read(log, buffer);
        while (!cancellationToken.IsCancellationRequested)
            if (IsReadable(entries, Timeout.Infinite) && Read(log, buffer) is { Length: > 0 } record) told(record);
    }

    private static bool IsReadable(PollEntry[] entries, int milliseconds) => SystemCalls.Poll(entries, (nuint)entries.Length, milliseconds) > 0 && entries[0].Happened != 0;

    /// <summary>The next record; empty where nobody read it before it was overwritten: then the one after it is next.</summary>
    private static string Read(SafeFileHandle log, byte[] buffer) => SystemCalls.Read(log, buffer, (nuint)buffer.Length) is > 0 and var length ? Encoding.UTF8.GetString(buffer, 0, (int)length) : "";
}
