using BenchmarkDotNet.Attributes;
using Kite.Storage;
using Kite.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.Benchmarks.Storage;

/// <summary>The store on a real disk: the directory KITE_BENCH_DIR, else the temporary one.</summary>
[MemoryDiagnoser]
[SimpleJob(warmupCount: 2, iterationCount: 5)]
public class StoreBenchmarks
{
    private const int Objects = 5000;
    private const int Writes = 4096;

    private readonly byte[] value = new byte[1024];
    private readonly string directory = Path.Combine(Environment.GetEnvironmentVariable("KITE_BENCH_DIR") ?? Path.GetTempPath(), $"kite-bench-{Guid.NewGuid():N}");
    private SqliteStore store = null!;
    private int next;

    [GlobalSetup]
    public async Task Setup()
    {
        store = SqliteStore.Open(
            new SqliteStoreOptions { Path = Path.Combine(directory, "kite.db") },
            NullLogger<SqliteStore>.Instance,
            TimeProvider.System);
        Random.Shared.NextBytes(value);
        await Task.WhenAll(Enumerable.Range(0, Objects).Select(i => Put(Pod(i))));
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await store.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Benchmark]
    public Task<WriteResult> Update_by_one_writer() => Put(Pod(next++ % Objects));

    [Benchmark]
    public Task<WriteResult> Two_updates_that_belong_together() =>
        store.WriteAsync([new StoreWrite(Pod(next++ % Objects), value, null), new StoreWrite(Pod(next++ % Objects), value, null)], CancellationToken.None).AsTask();

    [Benchmark(OperationsPerInvoke = Writes)]
    public Task Update_by_32_writers() => Task.WhenAll(Enumerable.Range(0, 32).Select(async writer =>
    {
        for (int i = 0; i < Writes / 32; i++)
        {
            await Put(Pod(((writer * 131) + i) % Objects));
        }
    }));

    [Benchmark(OperationsPerInvoke = Writes)]
    public Task Update_by_1024_writers() => Task.WhenAll(Enumerable.Range(0, 1024).Select(async writer =>
    {
        for (int i = 0; i < Writes / 1024; i++)
        {
            await Put(Pod(((writer * 131) + i) % Objects));
        }
    }));

    [Benchmark]
    public ValueTask<WriteResult> Heartbeat() => store.WriteAsync(new StoreWrite("/registry/leases/a", value, null, IsHeartbeat: true), CancellationToken.None);

    [Benchmark]
    public ValueTask<WriteResult> Conflict() => store.WriteAsync(new StoreWrite(Pod(7), value, 0), CancellationToken.None);

    [Benchmark]
    public ValueTask<StoreEntry?> Get() => store.GetAsync(Pod(42), CancellationToken.None);

    [Benchmark]
    public ValueTask<RangeResult> Range_of_5000() => store.RangeAsync(new RangeQuery("/registry/pods/"), CancellationToken.None);

    [Benchmark]
    public ValueTask<RangeResult> Range_of_500_from_the_middle() =>
        store.RangeAsync(new RangeQuery("/registry/pods/", Limit: 500, After: Pod(2500)), CancellationToken.None);

    private static string Pod(int i) => $"/registry/pods/default/pod-{i:d5}";

    private Task<WriteResult> Put(string key) => store.WriteAsync(new StoreWrite(key, value, null), CancellationToken.None).AsTask();
}
