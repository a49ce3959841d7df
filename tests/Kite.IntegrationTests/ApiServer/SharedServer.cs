using Kite.ApiServer.Streaming;
using Kite.Testing.ApiServer;

namespace Kite.IntegrationTests.ApiServer;

/// <summary>One API server for all tests of the folder; each test has a namespace of its own.</summary>
[SetUpFixture]
public sealed class SharedServer
{
    internal static ApiServerFixture Server { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Server = await ApiServerFixture.StartAsync(services => services.AddStreaming());

    [OneTimeTearDown]
    public async Task StopAsync() => await Server.DisposeAsync();
}
