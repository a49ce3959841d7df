using System.Net.Http.Headers;
using System.Text;
using Kite.ApiServer;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authorization;
using Kite.ApiServer.InProcess;
using Kite.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kite.Benchmarks.ApiServer;

/// <summary>The whole pipeline and a real store, without a socket.</summary>
internal sealed class InProcessServer : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("kite-benchmark-").FullName;
    private readonly ServiceProvider services;
    private readonly HttpMessageInvoker client;

    private InProcessServer()
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSqliteStore(options => options.Path = Path.Combine(directory, "state.db"));
        collection.AddApiServer(new ApiServerOptions { Listen = null });
        collection.AddSingleton<IAuthorizer, AllowAll>();
        services = collection.BuildServiceProvider();
        client = new HttpMessageInvoker(services.GetRequiredService<InProcessHandlers>().For(new UserInfo("benchmark", ["system:masters"])));
    }

    public static async Task<InProcessServer> StartAsync()
    {
        var server = new InProcessServer();
        foreach (var service in server.services.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
        await server.SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}""");
        return server;
    }

    public async Task<long> SendAsync(HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        using var response = await OpenAsync(method, path, body, type);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode ? bytes.Length : throw new InvalidOperationException(Encoding.UTF8.GetString(bytes));
    }

    public Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        var request = new HttpRequestMessage(method, "https://in-process" + path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }
        return client.SendAsync(request, CancellationToken.None);
    }

    public static string Pod(string name) =>
        $$"""{"metadata":{"name":"{{name}}","labels":{"app":"bench","tier":"{{name[^1]}}"},"annotations":{"note":"{{new string('x', 900)}}"} },"spec":{"containers":[{"name":"main","image":"registry.example/bench:1","env":[{"name":"A","value":"1"}],"resources":{"requests":{"cpu":"10m","memory":"16Mi"} } }]} }""";

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services.GetServices<IHostedService>().Reverse()) await service.StopAsync(CancellationToken.None);
        client.Dispose();
        await services.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private sealed class AllowAll : IAuthorizer
    {
        public AuthorizationDecision Authorize(AuthorizationAttributes attributes) => new(true, "");
    }
}
