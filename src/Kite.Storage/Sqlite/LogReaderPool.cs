using System.Collections.Concurrent;

namespace Kite.Storage.Sqlite;

/// <summary>Read connections, one per reader at a time, kept for the next one.</summary>
internal sealed class LogReaderPool(StoreFile file) : IDisposable
{
    private const int MaxIdle = 4;

    private readonly ConcurrentBag<LogReader> idle = [];
    private volatile bool disposed;

    public LogReader Rent()
    {
        ObjectDisposedException.ThrowIf(disposed, typeof(SqliteStore));
        return idle.TryTake(out LogReader? reader) ? reader : new LogReader(file.Connect(readOnly: true), ownsConnection: true);
    }

    public void Return(LogReader reader)
    {
        if (disposed || idle.Count >= MaxIdle)
        {
            reader.Dispose();
        }
        else
        {
            idle.Add(reader);
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out LogReader? reader))
        {
            reader.Dispose();
        }
    }
}
