using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Kite.Storage.Sqlite;

/// <summary>The store in one SQLite file, owned by one process.</summary>
public sealed partial class SqliteStore : IStore
{
    private readonly StoreFile file;
    private readonly ILogger logger;
    private readonly LogReaderPool readers;
    private readonly LogWriter writer;
    private readonly KeyIndex index = new();
    private readonly HeartbeatTail tail = new();
    private readonly WatchList watchers;
    private readonly WriterThread thread;
    private readonly Compactor compactor;
    private readonly Checkpointer checkpointer;
    private readonly UpkeepBell bell = new();
    private readonly Upkeep upkeep;
    private readonly HeartbeatFlush flush;
    private int disposed;

    private SqliteStore(StoreFile file, SqliteStoreOptions options, ILogger<SqliteStore> logger, TimeProvider time)
    {
        this.file = file;
        this.logger = logger;
        writer = new LogWriter(file.Connect(readOnly: false), options.MaxFileSize);
        readers = new LogReaderPool(file);
        watchers = new WatchList(index, tail, readers, logger);
        checkpointer = new Checkpointer(file, writer, bell);
        var reserve = new SpaceReserve(file, writer);
        // Where there is no room for it, the first write that finds none says so.
        reserve.TryTake();
        var committer = new Committer(file, writer, index, tail, watchers, reserve, bell, logger);
        thread = new WriterThread(file, committer, checkpointer, logger);
        compactor = new Compactor(file, index, committer, writer, thread, bell);
        upkeep = new Upkeep(options, compactor, checkpointer, index, reserve, bell, time, logger);
        flush = new HeartbeatFlush(options, committer, thread, tail, time);
    }

    /// <inheritdoc/>
    public long CurrentRevision => index.Revision;

    /// <inheritdoc/>
    public long CompactedRevision => index.Compacted;

    /// <inheritdoc/>
    public long SizeInBytes => new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(file.Path))!).EnumerateFiles(Path.GetFileName(file.Path) + "*").Sum(part => part.Length);

    /// <summary>Opens the store, creating it where there is none; blocks until it is ready.</summary>
    /// <exception cref="StoreUnavailableException">The file is damaged, not ours, newer, in use or can't be written. Nothing was changed.</exception>
    public static SqliteStore Open(SqliteStoreOptions options, ILogger<SqliteStore> logger, TimeProvider timeProvider)
    {
        StoreFile file = StoreFile.Open(options.Path);
        try
        {
            var store = new SqliteStore(file, options, logger, timeProvider);
            store.writer.LoadInto(store.index);
            file.ReserveLog();
            store.thread.Start();
            store.upkeep.Start();
            return store;
        }
        catch (SqliteException e)
        {
            file.Dispose();
            throw StoreErrors.Translate(file.Path, e);
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoreEntry?> GetAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(reader =>
        {
            KeyVersion version = index.Find(key);
            while (version.Exists)
            {
                byte[]? value = tail.Find(version.Revision) ?? reader.ReadValue(version.Revision);
                if (value is not null)
                {
                    return new StoreEntry(key, value, version.Revision, version.Created);
                }

                // The row is gone where someone has written the key and compacted since: look again.
                KeyVersion newer = index.Find(key);
                version = newer != version ? newer : throw StoreErrors.Damaged(file.Path);
            }

            return null;
        }));
    }

    /// <inheritdoc/>
    public ValueTask<RangeResult> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(reader =>
        {
            while (true)
            {
                KeyRange range = index.Range(query);
                if (ReadEntries(reader, range) is { } entries)
                {
                    return new RangeResult(range.Revision, entries, range.Remaining);
                }
            }
        }));
    }

    /// <inheritdoc/>
    public async ValueTask<WriteResult> WriteAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        WriteResult result = await thread.WriteAsync(write, null, cancellationToken);
        if (write.IsHeartbeat)
        {
            flush.Schedule();
        }

        return result;
    }

    /// <inheritdoc/>
    public ValueTask<WriteResult> WriteAsync(IReadOnlyList<StoreWrite> writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return thread.WriteAsync(writes[0], writes.Count > 1 ? [.. writes.Skip(1)] : null, cancellationToken);
    }

    /// <inheritdoc/>
    public IDisposable Watch(string prefix, long afterRevision, IStoreWatcher watcher)
    {
        try
        {
            return watchers.Add(prefix, afterRevision, watcher);
        }
        catch (SqliteException e)
        {
            throw StoreErrors.Translate(file.Path, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask CompactAsync(long revision, CancellationToken cancellationToken) => await compactor.CompactAsync(revision, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask EraseHistoryAsync(CancellationToken cancellationToken) => await compactor.EraseAsync(cancellationToken);

    /// <summary>Writes everything that is queued or in memory, empties the write-ahead log and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        await flush.DisposeAsync();
        await upkeep.DisposeAsync();
        await thread.StopAsync();
        thread.Dispose();
        bell.Dispose();
        checkpointer.Dispose();
        readers.Dispose();
        try
        {
            writer.CheckpointFully();
        }
        catch (SqliteException e)
        {
            // Nothing is lost: the next start reads the write-ahead log.
            Log.NotCheckpointed(logger, StoreErrors.Translate(file.Path, e).Message);
        }

        writer.Dispose();
        file.Dispose();
    }

    private List<StoreEntry>? ReadEntries(LogReader reader, KeyRange range)
    {
        // In this order: what leaves the tail meanwhile is in the snapshot.
        Dictionary<long, byte[]?> heartbeats = tail.Snapshot().ToDictionary(row => row.Revision, row => row.Change.Value);
        List<StoreEntry> entries = new(range.Items.Count);
        reader.BeginSnapshot();
        try
        {
            foreach ((string key, KeyVersion version) in range.Items)
            {
                byte[]? value = heartbeats.TryGetValue(version.Revision, out byte[]? heartbeat) ? heartbeat : reader.ReadValue(version.Revision);
                if (value is null)
                {
                    return null;
                }

                entries.Add(new StoreEntry(key, value, version.Revision, version.Created));
            }
        }
        finally
        {
            reader.EndSnapshot();
        }

        return entries;
    }

    private T Read<T>(Func<LogReader, T> read)
    {
        try
        {
            LogReader reader = readers.Rent();
            try
            {
                return read(reader);
            }
            finally
            {
                readers.Return(reader);
            }
        }
        catch (SqliteException e)
        {
            throw StoreErrors.Translate(file.Path, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The store was closed without emptying its write-ahead log: {Reason}")]
        public static partial void NotCheckpointed(ILogger logger, string reason);
    }
}
