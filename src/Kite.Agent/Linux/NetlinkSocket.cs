using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kite.Agent.Linux;

/// <summary>Asks the kernel about the network devices of this thread's network namespace (rtnetlink). Not safe for several threads at once.</summary>
internal sealed class NetlinkSocket : IDisposable
{
    /// <summary>The length of a message's header, which every message begins with.</summary>
    public const int HeaderLength = 16;

    private const int Family = 16;
    private const int RawAndCloseOnExec = 3 | 0x80000;
    private const ushort Error = 2;
    private const ushort Done = 3;
    private const ushort Request = 1;
    private const ushort Acknowledge = 4;
    private const ushort Dump = 0x300;

    private readonly SafeFileHandle handle;
    private readonly byte[] buffer = new byte[64 * 1024];
    private uint sequence;

    /// <exception cref="IOException">The kernel has no netlink for us.</exception>
    public NetlinkSocket()
    {
        var descriptor = SystemCalls.OpenSocket(Family, RawAndCloseOnExec, 0);
        if (descriptor < 0) throw Failure("open a netlink socket", Marshal.GetLastPInvokeError());
        handle = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>What is done with each message of an answer, its header left out.</summary>
    public delegate void Reader(ReadOnlySpan<byte> body);

    /// <summary>Asks for all objects of a kind, and hands over one after the other.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void List(ushort type, ReadOnlySpan<byte> body, Reader read) => Exchange(type, Request | Dump, body, read);

    /// <summary>Has something changed, and waits until that is done.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Change(ushort type, ReadOnlySpan<byte> body) => Exchange(type, Request | Acknowledge, body, static _ => { });

    public void Dispose() => handle.Dispose();

    private static IOException Failure(string what, int error) => new($"can't {what}: {new Win32Exception(error).Message}");

    private void Exchange(ushort type, ushort flags, ReadOnlySpan<byte> body, Reader read)
    {
        var message = new byte[HeaderLength + body.Length];
        MemoryMarshal.Write(message, (uint)message.Length);
        MemoryMarshal.Write(message.AsSpan(4), type);
        MemoryMarshal.Write(message.AsSpan(6), flags);
        MemoryMarshal.Write(message.AsSpan(8), ++sequence);
        body.CopyTo(message.AsSpan(HeaderLength));
        if (SystemCalls.Send(handle, message, (nuint)message.Length, 0) < 0) throw Failure("ask the kernel over netlink", Marshal.GetLastPInvokeError());
        while (true)
        {
            var count = (int)SystemCalls.Receive(handle, buffer, (nuint)buffer.Length, 0);
            if (count < 0) throw Failure("read from netlink", Marshal.GetLastPInvokeError());
            if (!Take(buffer.AsSpan(0, count), read)) return;
        }
    }

    /// <summary>Takes what came in one piece; false where it held the end of the answer.</summary>
    private static bool Take(ReadOnlySpan<byte> messages, Reader read)
    {
        while (messages.Length >= HeaderLength)
        {
            var length = (int)MemoryMarshal.Read<uint>(messages);
            var type = MemoryMarshal.Read<ushort>(messages[4..]);
            if (type == Done) return false;
            if (type == Error) return MemoryMarshal.Read<int>(messages[HeaderLength..]) is var error and not 0 ? throw Failure("do that over netlink", -error) : false;
            read(messages[HeaderLength..length]);
            messages = messages[Math.Min(messages.Length, NetlinkAttributes.Align(length))..];
        }
        return true;
    }
}
