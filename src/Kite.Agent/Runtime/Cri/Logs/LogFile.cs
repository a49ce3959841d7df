using Microsoft.Win32.SafeHandles;

namespace Kite.Agent.Runtime.Cri.Logs;

/// <summary>Reads a log file line by line while the runtime may still be writing it.</summary>
internal sealed class LogFile : IDisposable
{
    private const int BlockSize = 32 * 1024;

    private readonly SafeFileHandle handle;
    private byte[] buffer = new byte[BlockSize];
    private int filled;
    private long position;

    private LogFile(SafeFileHandle handle) => this.handle = handle;

    /// <summary>Opens the file.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static LogFile Open(string path) => new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Goes on at the last so many lines.</summary>
    public void SeekToTail(long lines)
    {
        var end = RandomAccess.GetLength(handle);
        position = end;
        filled = 0;
        if (lines <= 0) return;
        var block = new byte[BlockSize];
        // The end of the last line counts for none.
        var missing = lines + 1;
        for (var start = end; start > 0;)
        {
            var size = (int)Math.Min(BlockSize, start);
            start -= size;
            var count = RandomAccess.Read(handle, block.AsSpan(0, size), start);
            for (var i = count - 1; i >= 0; i--)
            {
                if (block[i] != (byte)'\n' || --missing > 0) continue;
                position = start + i + 1;
                return;
            }
        }
        position = 0;
    }

    /// <summary>Hands over the complete lines of the next block, without their ends; false where there is nothing more for now.</summary>
    public bool ReadLines(Action<ReadOnlyMemory<byte>> line)
    {
        if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var count = RandomAccess.Read(handle, buffer.AsSpan(filled), position);
        if (count == 0) return false;
        position += count;
        filled += count;
        var taken = 0;
        for (int end; (end = buffer.AsSpan(taken, filled - taken).IndexOf((byte)'\n')) >= 0; taken += end + 1) line(buffer.AsMemory(taken, end));
        buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
        filled -= taken;
        return true;
    }

    public void Dispose() => handle.Dispose();
}
