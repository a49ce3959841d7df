using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.ApiServer.Bootstrap;
using Kite.ControlPlane.Controllers;
using Kite.ControlPlane.Controllers.CertificateSigningRequests;
using Kite.ControlPlane.Controllers.Secrets;
using Kite.UnitTests.ControlPlane.Controllers.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.UnitTests.ControlPlane.Controllers;

internal sealed class ControllerServicesTests
{
    /// <summary>Several parts own conditions of their own in a pod's status, so do the binder and who makes volumes grow in a claim's, and who attaches volumes in a node's, as upstream; every other status has one writer.</summary>
    private static readonly string[] Shared = ["pods/status", "persistentvolumeclaims/status", "nodes/status"];

    /// <summary>Upstream's token controller acts as the controller manager too.</summary>
    private static readonly string[] Nameless = ["serviceaccount-token"];

    private readonly NamedClients clients = new();
    private IController[] controllers = null!;
    private ServiceProvider services = null!;

    [SetUp]
    public void SetUp()
    {
        clients.Names.Clear();
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IApiClient>(new Kite.Testing.Client.FakeApiClient())
            .AddSingleton<IEventRecorderFactory>(new RecordedEvents())
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IControllerClients>(clients)
            .AddControllers(new ControllerOptions())
            .AddCertificateSigning(new NoSigner())
            .AddTokenSecrets(new NoTokens())
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
    public void Every_controller_acts_under_a_name_that_has_a_role()
    {
        Assert.That(clients.Names, Has.Count.EqualTo(controllers.Length - Nameless.Length), "register controllers with AddController");
        var policy = DefaultPolicy.Load();
        var known = policy.ClusterRoles.Select(role => role.Metadata.Name).Concat(policy.Roles.Select(role => role.Metadata.Name));
        Assert.That(clients.Names.Distinct().Select(name => "system:controller:" + name), Is.SubsetOf(known));
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

    private sealed class NamedClients : IControllerClients
    {
        public List<string> Names { get; } = [];

        public IApiClient For(string identity)
        {
            Names.Add(identity);
            return new Kite.Testing.Client.FakeApiClient();
        }
    }

    private sealed class NoSigner : ICertificateSigner
    {
        public string Sign(string request, IReadOnlyList<string> usages, TimeSpan validity) => "";
    }

    private sealed class NoTokens : IServiceAccountTokens
    {
        public string Issue(Kite.Api.Models.CoreV1.ServiceAccount account, string secretName) => "";
    }
}
