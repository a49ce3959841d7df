using BenchmarkDotNet.Attributes;

namespace Kite.Benchmarks.ApiServer;

/// <summary>Lists of 5,000 pods.</summary>
[MemoryDiagnoser]
public class ListBenchmarks
{
    private const int Count = 5000;
    private InProcessServer server = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        server = await InProcessServer.StartAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), async (i, _) => await server.SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/pods", InProcessServer.Pod($"p-{i}")));
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await server.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Count)]
    public Task<long> All() => server.SendAsync(HttpMethod.Get, "/api/v1/pods");

    [Benchmark(OperationsPerInvoke = Count)]
    public Task<long> ByLabel() => server.SendAsync(HttpMethod.Get, "/api/v1/pods?labelSelector=tier%3D7");

    [Benchmark(OperationsPerInvoke = Count)]
    public Task<long> ByField() => server.SendAsync(HttpMethod.Get, "/api/v1/pods?fieldSelector=spec.nodeName%3Dnowhere");
}
