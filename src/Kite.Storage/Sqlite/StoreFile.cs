using Microsoft.Data.Sqlite;

namespace Kite.Storage.Sqlite;

/// <summary>The database file while this process owns it.</summary>
/// <remarks>
/// Ownership is an advisory lock on a file beside the database. It is taken before the database is looked at where a store has been here before,
/// because closing any handle to a database drops SQLite's own POSIX locks in this process.
/// </remarks>
internal sealed class StoreFile : IDisposable
{
    private const long ReservedLog = 4 << 20;

    private readonly FileStream ownership;

    private StoreFile(string path, FileStream ownership)
    {
        Path = path;
        this.ownership = ownership;
    }

    public string Path { get; }

    private string WalPath => Path + "-wal";

    private string SharedMemoryPath => Path + "-shm";

    /// <exception cref="StoreUnavailableException">The file can't be used; it was not changed.</exception>
    public static StoreFile Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            string lockPath = path + ".lock";
            if (File.Exists(path) && !File.Exists(lockPath))
            {
                StoreHeader.Check(path);
            }

            var file = new StoreFile(path, Lock(path, lockPath));
            try
            {
                file.Prepare();
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Unwritable(path, e);
        }
        catch (SqliteException e)
        {
            throw StoreErrors.Translate(path, e);
        }
    }

    public SqliteConnection Connect(bool readOnly)
    {
        var connection = new SqliteConnection(ConnectionString(Path, readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite));
        connection.Open();
        return connection;
    }

    /// <summary>
    /// Gives the write-ahead log its length ahead of time: a commit into blocks that the file has already is half as long as one that makes it grow, which changes the file system's own records too.
    /// SQLite takes zeros for the end of the log.
    /// </summary>
    public void ReserveLog()
    {
        try
        {
            using var log = new FileStream(WalPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            log.Seek(0, SeekOrigin.End);
            byte[] zeros = new byte[64 << 10];
            while (log.Length < ReservedLog)
            {
                log.Write(zeros);
            }

            log.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Where there is no room, the first write says so.
        }
    }

    public void Dispose() => ownership.Dispose();

    private static string ConnectionString(string source, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = false }.ConnectionString;

    private static FileStream Lock(string path, string lockPath)
    {
        try
        {
            return new FileStream(lockPath, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(lockPath))
        {
            throw StoreErrors.InUse(path);
        }
    }

    private void Prepare()
    {
        if (!File.Exists(Path))
        {
            Create();
            return;
        }

        StoreHeader.Check(Path);
        CheckPages();
    }

    /// <summary>Builds the database under another name, so that under its own it is either whole or not there.</summary>
    private void Create()
    {
        string draft = Path + ".new";
        foreach (string leftover in (string[])[draft, draft + "-wal", draft + "-shm", draft + "-journal", WalPath, SharedMemoryPath])
        {
            File.Delete(leftover);
        }

        new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }).Dispose();
        using (var connection = new SqliteConnection(ConnectionString(draft, SqliteOpenMode.ReadWrite)))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = LogSchema.Create;
            command.ExecuteNonQuery();
        }

        File.Move(draft, Path);
    }

    /// <summary>Looks for damage through a connection that can't write: recovery and checkpoints would change the very file that someone may want to rescue.</summary>
    private void CheckPages()
    {
        bool hadSharedMemory = File.Exists(SharedMemoryPath);
        string source = File.Exists(WalPath) ? Path : $"file:{Uri.EscapeDataString(Path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1";
        try
        {
            using var connection = new SqliteConnection(ConnectionString(source, SqliteOpenMode.ReadOnly));
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            if (command.ExecuteScalar() is not "ok")
            {
                throw StoreErrors.Damaged(Path);
            }

            using var reader = new LogReader(connection, ownsConnection: false);
            reader.Verify();
        }
        finally
        {
            if (!hadSharedMemory)
            {
                File.Delete(SharedMemoryPath);
            }
        }
    }
}
