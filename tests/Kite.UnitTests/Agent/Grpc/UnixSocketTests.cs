using Grpc.Core;
using Kite.Agent.Grpc;
using Kite.Agent.Probes.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.Agent.Grpc;

internal sealed class UnixSocketTests
{
    private string directory = "";

    private string Socket => Path.Combine(directory, "s");

    [SetUp]
    public void Make() => directory = Directory.CreateTempSubdirectory("kite-grpc-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task A_call_goes_to_the_service_behind_the_socket()
    {
        await using var server = await ServeAsync();
        using var channel = UnixSocketChannel.Create("unix://" + Socket);
        var answer = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = "a" });
        Assert.That(answer.Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.Serving));
    }

    [Test]
    public void A_call_to_a_socket_that_is_not_there_is_unavailable()
    {
        using var channel = UnixSocketChannel.Create(Socket);
        Assert.That(
            async () => await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest()),
            Throws.InstanceOf<RpcException>().With.Property(nameof(RpcException.StatusCode)).EqualTo(StatusCode.Unavailable)
                .And.Matches<RpcException>(failure => failure?.Status.DebugException?.GetBaseException().Message == $"{Socket}: no such file or directory"));
    }

    [Test]
    public async Task A_channel_finds_a_server_that_has_come_back()
    {
        using var channel = UnixSocketChannel.Create(Socket);
        var client = new Health.HealthClient(channel);
        await using (await ServeAsync()) await client.CheckAsync(new HealthCheckRequest { Service = "a" });
        await using var second = await ServeAsync();
        var answer = await client.CheckAsync(new HealthCheckRequest { Service = "a" });
        Assert.That(answer.Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.Serving));
    }

    [Test]
    public async Task Only_the_owner_may_use_a_served_socket()
    {
        await using var server = await ServeAsync();
        Assert.That(File.GetUnixFileMode(Socket), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private Task<UnixSocketServer> ServeAsync()
    {
        var service = new HealthService(new Dictionary<string, HealthCheckResponse.Types.ServingStatus> { ["a"] = HealthCheckResponse.Types.ServingStatus.Serving });
        return UnixSocketServer.StartAsync(Socket, NullLoggerFactory.Instance, services => services.AddSingleton(service), routes => routes.MapGrpcService<HealthService>(), CancellationToken.None);
    }
}
