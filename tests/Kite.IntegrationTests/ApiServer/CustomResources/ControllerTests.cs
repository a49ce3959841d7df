using System.Net;
using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.InProcess;
using Kite.ControlPlane.Controllers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.IntegrationTests.ApiServer.CustomResources;

/// <summary>Garbage collection and namespaces over kinds that were defined after the controllers had started.</summary>
public sealed class ControllerTests : CustomResourceTests
{
    private ServiceProvider controllers = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var server = SharedServer.Server;
        controllers = new ServiceCollection()
            .AddLogging(logging => logging.AddFilter(level => level >= LogLevel.Warning))
            .AddMetrics()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IApiClient>(new HttpApiClient(server.InProcess(new UserInfo("system:kube-controller-manager", ["system:authenticated"])), server.Server, "kube-controller-manager"))
            .AddSingleton<IControllerClients>(new Clients())
            .AddSingleton<InformerFactory>()
            .AddSingleton<IInformerFactory>(provider => provider.GetRequiredService<InformerFactory>())
            .AddHostedService(provider => provider.GetRequiredService<InformerFactory>())
            .AddEventRecorders()
            .AddControllers(new ControllerOptions())
            .AddSingleton<WorkQueueRegistry>()
            .AddHostedService<ControllerRunner>()
            .BuildServiceProvider();
        foreach (var service in controllers.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var service in controllers.GetServices<IHostedService>()) await service.StopAsync(CancellationToken.None);
        await controllers.DisposeAsync();
    }

    [Test]
    public async Task What_a_custom_object_owns_goes_with_it_and_what_owns_it_takes_it_along()
    {
        await DefineAsync(Definition(Version("v1") + "," + Version("v2", isStorage: false)));
        var owner = await CreateAsync(CronTabs, Body("owner"));
        await ConfigMapAsync("owned", metadata: $",\"ownerReferences\":[{Reference("CronTab", $"{Group}/v1", "owner", Text(owner, "metadata.uid"))}]");
        var map = await ConfigMapAsync("parent");
        await CreateAsync(CronTabs, Body("child", metadata: $",\"ownerReferences\":[{Reference("ConfigMap", "v1", "parent", Text(map, "metadata.uid"))}]"));

        await DeleteAsync($"{CronTabs}/owner");
        await DeleteAsync($"{ConfigMaps}/parent");

        await GoneAsync($"{ConfigMaps}/owned");
        await GoneAsync($"{CronTabs}/child");
    }

    [Test]
    public async Task Foreground_and_orphaning_deletions_of_custom_objects_do_as_asked()
    {
        await DefineAsync(Definition(Version("v1")));
        var first = await CreateAsync(CronTabs, Body("first"));
        var second = await CreateAsync(CronTabs, Body("second"));
        await CreateAsync(CronTabs, Body("blocking", metadata: $",\"ownerReferences\":[{Reference("CronTab", $"{Group}/v1", "first", Text(first, "metadata.uid"), ",\"blockOwnerDeletion\":true")}]"));
        await CreateAsync(CronTabs, Body("orphan", metadata: $",\"ownerReferences\":[{Reference("CronTab", $"{Group}/v1", "second", Text(second, "metadata.uid"))}]"));

        await SendAsync(HttpMethod.Delete, $"{CronTabs}/first", """{"propagationPolicy":"Foreground"}""");
        await SendAsync(HttpMethod.Delete, $"{CronTabs}/second", """{"propagationPolicy":"Orphan"}""");

        await GoneAsync($"{CronTabs}/first");
        await GoneAsync($"{CronTabs}/blocking");
        await GoneAsync($"{CronTabs}/second");
        var orphan = await GetAsync($"{CronTabs}/orphan");
        Assert.That(orphan["metadata"]!["ownerReferences"], Is.Null);
    }

    [Test]
    public async Task A_deleted_namespace_takes_custom_objects_along_and_waits_for_their_finalizers()
    {
        await DefineAsync(Definition(Version("v1")));
        await CreateAsync(CronTabs, Body("free"));
        await CreateAsync(CronTabs, Body("held", metadata: ""","finalizers":["example.com/hold"]"""));

        await SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{Namespace}");

        await GoneAsync($"{CronTabs}/free");
        var waiting = await WaitAsync($"/api/v1/namespaces/{Namespace}", found => Condition(found, "NamespaceFinalizersRemaining") == "True");
        Assert.That(Condition(waiting, "NamespaceFinalizersRemaining", "message"), Is.EqualTo("Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances"));
        Assert.That(Condition(waiting, "NamespaceContentRemaining", "message"), Is.EqualTo($"Some resources are remaining: {Name} has 1 resource instances"));
        var (code, _) = await SendAsync(HttpMethod.Post, CronTabs, Body("late"));
        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden));
        await MergeAsync($"{CronTabs}/held", """{"metadata":{"finalizers":null}}""");
        await GoneAsync($"/api/v1/namespaces/{Namespace}");
    }

    private static string Reference(string kind, string apiVersion, string name, string uid, string more = "") =>
        $$"""{"kind":"{{kind}}","apiVersion":"{{apiVersion}}","name":"{{name}}","uid":"{{uid}}"{{more}}}""";

    private sealed class Clients : IControllerClients
    {
        public IApiClient For(string identity) =>
            new HttpApiClient(new HttpMessageInvoker(SharedServer.Server.Services.GetRequiredService<InProcessHandlers>().ForServiceAccount("kube-system", identity)), SharedServer.Server.Server, identity);
    }
}
