using BenchmarkDotNet.Attributes;

namespace Kite.Benchmarks.ApiServer;

/// <summary>One change that 200 watchers hear of.</summary>
[MemoryDiagnoser]
public class WatchBenchmarks
{
    private const int Watchers = 200;
    private readonly List<StreamReader> readers = [];
    private InProcessServer server = null!;
    private int next;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        server = await InProcessServer.StartAsync();
        await server.SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"watched"}}""");
        for (var i = 0; i < Watchers; i++)
        {
            var response = await server.OpenAsync(HttpMethod.Get, "/api/v1/namespaces/default/configmaps?watch=1&fieldSelector=metadata.name%3Dwatched");
            var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            await reader.ReadLineAsync();
            readers.Add(reader);
        }
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        foreach (var reader in readers) reader.Dispose();
        await server.DisposeAsync();
    }

    [Benchmark(OperationsPerInvoke = Watchers)]
    public async Task FanOut()
    {
        var heard = Task.WhenAll(readers.Select(reader => reader.ReadLineAsync()));
        await server.SendAsync(
            HttpMethod.Patch,
            "/api/v1/namespaces/default/configmaps/watched",
            $$$"""{"data":{"value":"{{{Interlocked.Increment(ref next)}}}"} }""",
            "application/merge-patch+json");
        await heard;
    }
}
