using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.ControlPlane.Controllers;
using Kite.UnitTests.ControlPlane.Controllers.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.UnitTests.ControlPlane.Controllers;

internal sealed class ControllerServicesTests
{
    /// <summary>Several parts own conditions of their own in a pod's status, as upstream; every other status has one writer.</summary>
    private static readonly string[] Shared = ["pods/status"];

    private IController[] controllers = null!;
    private ServiceProvider services = null!;

    [SetUp]
    public void SetUp()
    {
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IApiClient>(new Kite.Testing.Client.FakeApiClient())
            .AddSingleton<IEventRecorderFactory>(new RecordedEvents())
            .AddSingleton(TimeProvider.System)
            .AddControllers(new ControllerOptions())
            .BuildServiceProvider();
        controllers = [.. services.GetServices<IController>()];
    }

    [TearDown]
    public void TearDown() => services.Dispose();

    [Test]
    public void Every_status_has_one_writer()
    {
        var writers = controllers.SelectMany(controller => controller.Writes.Distinct().Select(resource => (resource, controller.Name)))
            .Where(pair => pair.resource.EndsWith("/status", StringComparison.Ordinal) && !Shared.Contains(pair.resource));
        Assert.That(writers.GroupBy(pair => pair.resource).Where(group => group.Count() > 1).Select(group => group.Key), Is.Empty);
    }

    [Test]
    public void Controllers_have_names_of_their_own() => Assert.That(controllers.Select(controller => controller.Name), Is.Unique.And.Not.Empty);

    [Test]
    public void Controllers_watch_what_they_say()
    {
        foreach (var controller in controllers)
        {
            var informers = new SteppedInformers(new Kite.Testing.Client.FakeApiClient());
            controller.Register(informers, new KeySet());
            if (!controller.Watches.Contains("*")) Assert.That(informers.Resources, Is.EquivalentTo(controller.Watches), controller.Name);
        }
    }
}
