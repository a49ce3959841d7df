using System.Threading.Channels;

namespace Kite.ApiServer.Audit.Backends;

/// <summary>Events on their way out, bounded in number and bytes.</summary>
internal sealed class EventQueue
{
    private const int MaxEvents = 10_000;
    private const long MaxBytes = 64 * 1024 * 1024;
    private readonly Channel<byte[]> events = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MaxEvents) { SingleReader = true });
    private long bytes;

    /// <summary>Where they are read; what is read is to be told to <see cref="Release"/>.</summary>
    public ChannelReader<byte[]> Reader => events.Reader;

    /// <summary>Adds an event; false where there is no room.</summary>
    public bool TryAdd(byte[] audited)
    {
        if (Interlocked.Add(ref bytes, audited.Length) <= MaxBytes && events.Writer.TryWrite(audited)) return true;
        Release(audited);
        return false;
    }

    /// <summary>Makes room for others.</summary>
    public void Release(byte[] audited) => Interlocked.Add(ref bytes, -audited.Length);

    /// <summary>Takes no more; what is there can still be read.</summary>
    public void Complete() => events.Writer.TryComplete();
}
