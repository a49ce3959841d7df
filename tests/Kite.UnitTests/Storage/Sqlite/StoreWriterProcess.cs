using System.Diagnostics;
using Kite.Storage;
using Kite.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.Storage.Sqlite;

/// <summary>A process that writes to a store, says what was acknowledged, and never ends by itself.</summary>
internal static class StoreWriterProcess
{
    /// <summary>Starts the process, kills it after so many acknowledgements and returns all that it had printed.</summary>
    public static async Task<IReadOnlyList<(string Key, long Revision)>> RunAndKillAsync(string path, int acknowledgements)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "exec", typeof(StoreWriterProcess).Assembly.Location, "write-until-killed", path },
            RedirectStandardOutput = true,
        })!;
        List<(string, long)> acknowledged = [];
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // The last line may have been cut short by the kill.
            if (line.Split(' ') is [string key, string revision, "."])
            {
                acknowledged.Add((key, long.Parse(revision)));
            }

            if (acknowledged.Count == acknowledgements)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        return acknowledged;
    }

    public static async Task<int> RunAsync(string path)
    {
        SqliteStore store = SqliteStore.Open(new SqliteStoreOptions { Path = path }, NullLogger<SqliteStore>.Instance, TimeProvider.System);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        Lock gate = new();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; ; i++)
            {
                bool isHeartbeat = writer == 0;
                string key = isHeartbeat ? "/registry/lease" : $"/registry/{writer}/{i}";
                WriteResult result = await store.WriteAsync(new StoreWrite(key, new byte[500], null, isHeartbeat), CancellationToken.None);
                lock (gate)
                {
                    output.WriteLine($"{key} {result.Revision} .");
                }
            }
        })));
        return 0;
    }
}
