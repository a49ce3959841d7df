using BenchmarkDotNet.Attributes;

namespace Kite.Benchmarks.ApiServer;

/// <summary>Writes by 32 clients at once, which the store commits together.</summary>
[MemoryDiagnoser]
public class WriteBenchmarks
{
    private const int Clients = 32;
    private InProcessServer server = null!;
    private int next;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        server = await InProcessServer.StartAsync();
        for (var i = 0; i < Clients; i++) await server.SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/configmaps", $$"""{"metadata":{"name":"c-{{i}}"} }""");
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await server.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Clients)]
    public Task CreatePod() => AllAsync((_, n) => server.SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/pods", InProcessServer.Pod($"p-{n}")));

    [Benchmark(OperationsPerInvoke = Clients)]
    public Task PatchConfigMap() =>
        AllAsync((i, n) => server.SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/default/configmaps/c-{i}", $$$"""{"data":{"value":"{{{n}}}"} }""", "application/merge-patch+json"));

    private Task AllAsync(Func<int, int, Task> send) => Task.WhenAll(Enumerable.Range(0, Clients).Select(i => send(i, Interlocked.Increment(ref next))));
}
