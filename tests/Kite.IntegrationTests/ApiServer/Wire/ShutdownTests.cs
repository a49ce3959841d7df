using System.Net;
using Kite.ApiServer;
using Kite.ApiServer.Pipeline;
using Kite.Testing.ApiServer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kite.IntegrationTests.ApiServer.Wire;

[TestFixture]
public sealed class ShutdownTests
{
    [Test]
    public async Task A_server_that_stops_is_unready_first_ends_watches_and_finishes_what_it_has_begun()
    {
        var slow = new HeldPath();
        var server = await ApiServerFixture.StartAsync(services => services.AddSingleton<IPathHandler>(slow), new ApiServerOptions { ShutdownDelay = TimeSpan.FromSeconds(3) });
        using var watch = await server.Http.GetAsync("/api/v1/configmaps?watch=1", HttpCompletionOption.ResponseHeadersRead);
        var begun = server.Http.GetAsync("/held");
        await slow.Reached;

        var other = server.Client(bearerToken: null);
        var stopping = StopAsync(server);
        await Eventually.That(async () => (await other.GetAsync("/readyz")).StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That((await other.GetAsync("/livez")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await watch.Content.ReadAsByteArrayAsync();
        slow.Let();
        using var finished = await begun;
        Assert.That(finished.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await stopping;
        other.Dispose();
        await server.DisposeAsync();
    }

    private static async Task StopAsync(ApiServerFixture server)
    {
        foreach (var service in server.Services.GetServices<IHostedService>().Reverse()) await service.StopAsync(CancellationToken.None);
    }

    private sealed class HeldPath : IPathHandler
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource let = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => reached.Task;

        public bool Handles(string path) => path == "/held";

        public Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
        {
            reached.TrySetResult();
            return let.Task.WaitAsync(cancellationToken);
        }

        public void Let() => let.TrySetResult();
    }
}
