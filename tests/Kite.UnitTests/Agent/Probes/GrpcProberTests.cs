using System.Net;
using Kite.Agent.Probes;
using Kite.Agent.Probes.Health;
using Kite.UnitTests.Agent.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.UnitTests.Agent.Probes;

internal sealed class GrpcProberTests
{
    private readonly GrpcProber prober = new();
    private WebApplication server = null!;
    private int port;

    [OneTimeSetUp]
    public async Task ServeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new HealthService(new Dictionary<string, HealthCheckResponse.Types.ServingStatus>
        {
            [""] = HealthCheckResponse.Types.ServingStatus.Serving,
            ["ill"] = HealthCheckResponse.Types.ServingStatus.NotServing,
        }));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        server = builder.Build();
        server.MapGrpcService<HealthService>();
        await server.StartAsync();
        port = new Uri(server.Urls.First()).Port;
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        await server.DisposeAsync();
        prober.Dispose();
    }

    [Test]
    public async Task A_serving_service_is_a_success()
    {
        Assert.That(await RunAsync(""), Is.EqualTo(ProbeOutcome.Success));
    }

    [Test]
    public async Task A_service_that_does_not_serve_is_a_failure_that_names_its_state()
    {
        Assert.That(await RunAsync("ill"), Is.EqualTo(ProbeOutcome.Failure("service unhealthy (responded with \"NOT_SERVING\")")));
    }

    [Test]
    public async Task An_error_of_the_server_is_a_failure_in_its_words()
    {
        Assert.That(await RunAsync("unknown"), Is.EqualTo(ProbeOutcome.Failure("error: health rpc probe failed: rpc error: code = NotFound desc = unknown service")));
    }

    [Test]
    public async Task A_refused_connection_is_a_failure()
    {
        var outcome = await prober.RunAsync(IPAddress.Loopback, 1, "", CancellationToken.None);
        Assert.That(outcome, Is.EqualTo(ProbeOutcome.Failure("error: failed to connect service at \"127.0.0.1:1\": connect: connection refused")));
    }

    private Task<ProbeOutcome> RunAsync(string service) => prober.RunAsync(IPAddress.Loopback, port, service, CancellationToken.None);
}
