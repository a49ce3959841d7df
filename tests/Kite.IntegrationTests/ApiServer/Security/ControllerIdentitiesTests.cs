using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.ApiServer.Authorization;
using Kite.ApiServer.InProcess;
using Kite.ControlPlane.Controllers;
using Kite.ControlPlane.Controllers.CertificateSigningRequests;
using Kite.ControlPlane.Controllers.Secrets;
using Kite.ControlPlane.Scheduler;
using Kite.Testing.ApiServer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.IntegrationTests.ApiServer.Security;

/// <summary>The whole control plane against RBAC, every controller under its own name: whatever it is refused is collected.</summary>
public sealed class ControllerIdentitiesTests
{
    private const string Requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

    private readonly RefusalLog refusals = new();
    private ApiServerFixture server = null!;
    private ServiceProvider controllers = null!;
    private ServiceProvider scheduler = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        server = await ApiServerFixture.StartAsync(services => services.AddSingleton<IAuthorizer>(provider => new Recording(ActivatorUtilities.CreateInstance<AuthorizerChain>(provider), refusals)));
        controllers = Part("system:kube-controller-manager", services => services
            .AddSingleton<IControllerClients>(new Clients(server))
            .AddControllers(new ControllerOptions { RootCaBundle = server.Certificates.Issuer.CertificatePem, NodeMonitorGracePeriod = TimeSpan.FromSeconds(2) })
            .AddCertificateSigning(new NoSigner())
            .AddTokenSecrets(new Tokens(server.Services.GetRequiredService<ServiceAccountSecretTokens>()))
            .AddSingleton<WorkQueueRegistry>()
            .AddHostedService<ControllerRunner>());
        scheduler = Part("system:kube-scheduler", services => services.AddScheduler(new SchedulerOptions()));
        foreach (var service in controllers.GetServices<IHostedService>().Concat(scheduler.GetServices<IHostedService>())) await service.StartAsync(CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var service in scheduler.GetServices<IHostedService>().Concat(controllers.GetServices<IHostedService>())) await service.StopAsync(CancellationToken.None);
        await scheduler.DisposeAsync();
        await controllers.DisposeAsync();
        await server.DisposeAsync();
    }

    [Test]
    public async Task No_controller_is_refused_what_it_needs()
    {
        await PostAsync("/api/v1/namespaces", """{"metadata":{"name":"work"}}""");
        await UntilAsync("/api/v1/namespaces/work/serviceaccounts/default", _ => true);
        await UntilAsync("/api/v1/namespaces/work/configmaps/kube-root-ca.crt", map => Text(map, "data", "ca.crt").StartsWith("-----BEGIN", StringComparison.Ordinal));
        await RunWorkloadsAsync();
        await RunSecurityAsync();
        // No kubelet ends the pods.
        await SendAsync(HttpMethod.Delete, "/api/v1/namespaces/work/pods", """{"gracePeriodSeconds":0}""");
        await SendAsync(HttpMethod.Delete, "/api/v1/namespaces/work", null);
        await UntilGoneAsync("/api/v1/namespaces/work");
        Assert.That(refusals.All, Is.Empty);
    }

    private async Task RunWorkloadsAsync()
    {
        await PostAsync("/api/v1/nodes", """{"metadata":{"name":"n1"}}""");
        await UntilAsync("/api/v1/nodes/n1", node => Text(node, "spec", "podCIDR").Length > 0 && Text(node, "metadata", "annotations", "node.alpha.kubernetes.io/ttl") == "0");
        await SendAsync(HttpMethod.Patch, "/api/v1/nodes/n1/status", """{"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"20"},"capacity":{"cpu":"4","memory":"8Gi","pods":"20"},"conditions":[{"type":"Ready","status":"True","lastHeartbeatTime":"2020-01-01T00:00:00Z","lastTransitionTime":"2020-01-01T00:00:00Z"}]}}""");
        const string Template = """{"metadata":{"labels":{"app":"web"}},"spec":{"tolerations":[{"operator":"Exists"}],"containers":[{"name":"web","image":"busybox"}]}}""";
        await PostAsync("/apis/apps/v1/namespaces/work/deployments", $$$"""{"metadata":{"name":"web"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{{{Template}}}}}""");
        await PostAsync("/api/v1/namespaces/work/replicationcontrollers", """{"metadata":{"name":"rc"},"spec":{"replicas":1,"selector":{"rc":"x"},"template":{"metadata":{"labels":{"rc":"x"}},"spec":{"containers":[{"name":"web","image":"busybox"}]}}}}""");
        await PostAsync("/api/v1/namespaces/work/services", """{"metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80}]}}""");
        await PostAsync("/api/v1/namespaces/work/services", """{"metadata":{"name":"bare"},"spec":{"ports":[{"port":80}]}}""");
        await PostAsync("/api/v1/namespaces/work/endpoints", """{"metadata":{"name":"bare"},"subsets":[{"addresses":[{"ip":"192.0.2.7"}],"ports":[{"port":80}]}]}""");
        await PostAsync("/apis/policy/v1/namespaces/work/poddisruptionbudgets", """{"metadata":{"name":"web"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}}""");
        await UntilAsync("/api/v1/namespaces/work/pods?labelSelector=app%3Dweb", pods => pods["items"]!.AsArray() is { Count: 2 } items && items.All(pod => Text(pod!, "spec", "nodeName") == "n1"));
        await UntilAsync("/apis/policy/v1/namespaces/work/poddisruptionbudgets/web", budget => Text(budget, "status", "expectedPods") == "2");
        await UntilAsync("/apis/discovery.k8s.io/v1/namespaces/work/endpointslices", slices => slices["items"]!.AsArray().Count >= 2);
        // The node has been silent for years: it is tainted, and its pods are no longer ready.
        await UntilAsync("/api/v1/nodes/n1", node => node["spec"]?["taints"] is JsonArray { Count: > 0 });
        await SendAsync(HttpMethod.Delete, "/apis/apps/v1/namespaces/work/deployments/web", """{"propagationPolicy":"Foreground"}""");
        await UntilAsync("/apis/apps/v1/namespaces/work/replicasets", sets => sets["items"]!.AsArray().All(set => Text(set!, "metadata", "deletionTimestamp").Length > 0));
        await SendAsync(HttpMethod.Delete, "/api/v1/nodes/n1", null);
    }

    private async Task RunSecurityAsync()
    {
        await PostAsync("/api/v1/namespaces/work/secrets", """{"metadata":{"name":"token","annotations":{"kubernetes.io/service-account.name":"default"}},"type":"kubernetes.io/service-account-token"}""");
        var secret = await UntilAsync("/api/v1/namespaces/work/secrets/token", found => Text(found, "data", "token").Length > 0);
        using (var client = server.Client(Encoding.UTF8.GetString(Convert.FromBase64String(Text(secret, "data", "token")))))
        {
            using var version = await client.GetAsync(new Uri("/apis", UriKind.Relative));
            Assert.That(version.StatusCode, Is.EqualTo(HttpStatusCode.OK), "the token in the secret is good");
        }
        await PostAsync("/apis/rbac.authorization.k8s.io/v1/clusterroles", """{"metadata":{"name":"crontabs-edit","labels":{"rbac.authorization.k8s.io/aggregate-to-edit":"true"}},"rules":[{"apiGroups":["stable.example.com"],"resources":["crontabs"],"verbs":["create"]}]}""");
        await UntilAsync("/apis/rbac.authorization.k8s.io/v1/clusterroles/admin", role => role.ToJsonString().Contains("crontabs", StringComparison.Ordinal));
        await PostAsync("/api/v1/namespaces/kube-system/secrets", """{"metadata":{"name":"bootstrap-token-signer"},"type":"bootstrap.kubernetes.io/token","stringData":{"token-id":"signer","token-secret":"0123456789abcdef","usage-bootstrap-signing":"true"}}""");
        await UntilAsync("/api/v1/namespaces/kube-public/configmaps/cluster-info", map => Text(map, "data", "jws-kubeconfig-signer").Length > 0);
        await PostAsync("/api/v1/namespaces/kube-system/secrets", """{"metadata":{"name":"bootstrap-token-ended0"},"type":"bootstrap.kubernetes.io/token","stringData":{"token-id":"ended0","token-secret":"0123456789abcdef","expiration":"2020-01-01T00:00:00Z"}}""");
        await UntilGoneAsync("/api/v1/namespaces/kube-system/secrets/bootstrap-token-ended0");
        await RunCertificatesAsync();
    }

    private async Task RunCertificatesAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var (name, signer, subject) in new[] { ("client", "kubernetes.io/kube-apiserver-client", "CN=jane"), ("kubelet", "kubernetes.io/kube-apiserver-client-kubelet", "CN=system:node:n1, O=system:nodes") })
        {
            var pem = Convert.ToBase64String(Encoding.ASCII.GetBytes(new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequestPem()));
            await PostAsync(Requests, $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"request":"{{{pem}}}","signerName":"{{{signer}}}","usages":["digital signature","client auth"]}}""");
        }
        var approval = """{"status":{"conditions":[{"type":"Approved","status":"True","reason":"Test","message":"by hand"}]}}""";
        await SendAsync(HttpMethod.Patch, $"{Requests}/client/approval", approval);
        foreach (var name in new[] { "client", "kubelet" }) await UntilAsync($"{Requests}/{name}", request => request.ToJsonString().Contains("\"Failed\"", StringComparison.Ordinal));
    }

    private ServiceProvider Part(string user, Action<IServiceCollection> add)
    {
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddFilter(level => level >= LogLevel.Warning))
            .AddMetrics()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IApiClient>(new HttpApiClient(server.InProcess(new UserInfo(user, ["system:authenticated"])), server.Server, user))
            .AddSingleton<InformerFactory>()
            .AddSingleton<IInformerFactory>(provider => provider.GetRequiredService<InformerFactory>())
            .AddHostedService(provider => provider.GetRequiredService<InformerFactory>())
            .AddEventRecorders();
        add(services);
        return services.BuildServiceProvider();
    }

    private static string Text(JsonNode node, params string[] path) => path.Aggregate((JsonNode?)node, (at, name) => at?[name])?.ToString() ?? "";

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        using var response = await server.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode is HttpStatusCode.NotFound) return null;
        Assert.That(response.IsSuccessStatusCode, Is.True, $"{method} {path}: {text}");
        return JsonNode.Parse(text);
    }

    private Task<JsonNode?> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    private async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> condition)
    {
        JsonNode? found = null;
        await UntilAsync(path, async () => (found = await SendAsync(HttpMethod.Get, path, null)) is not null && condition(found), () => found);
        return found!;
    }

    private Task UntilGoneAsync(string path)
    {
        JsonNode? found = null;
        return UntilAsync(path, async () => (found = await SendAsync(HttpMethod.Get, path, null)) is null, () => found);
    }

    private async Task UntilAsync(string path, Func<Task<bool>> condition, Func<JsonNode?> last)
    {
        try
        {
            await Eventually.Holds(condition);
        }
        catch (AssertionException e)
        {
            throw new AssertionException($"{path} never came to be what it should; refused: {string.Join("; ", refusals.All)}; last seen: {last()?.ToJsonString()}", e);
        }
    }

    private sealed class RefusalLog
    {
        private readonly ConcurrentQueue<string> all = new();

        public IReadOnlyCollection<string> All => all.Distinct().ToArray();

        public void Add(string refusal) => all.Enqueue(refusal);
    }

    private sealed class Recording(IAuthorizer inner, RefusalLog log) : IAuthorizer
    {
        public AuthorizationDecision Authorize(AuthorizationAttributes attributes)
        {
            var decision = inner.Authorize(attributes);
            if (!decision.Allowed && attributes.User.Name.StartsWith("system:", StringComparison.Ordinal)) log.Add(ForbiddenMessage.Text(attributes));
            return decision;
        }
    }

    private sealed class Clients(ApiServerFixture server) : IControllerClients
    {
        public IApiClient For(string identity) =>
            new HttpApiClient(new HttpMessageInvoker(server.Services.GetRequiredService<InProcessHandlers>().ForServiceAccount("kube-system", identity)), server.Server, identity);
    }

    private sealed class Tokens(ServiceAccountSecretTokens tokens) : IServiceAccountTokens
    {
        public string Issue(ServiceAccount account, string secretName) => tokens.Issue(account.Metadata.Namespace, account.Metadata.Name, account.Metadata.Uid, secretName);
    }

    private sealed class NoSigner : ICertificateSigner
    {
        public string Sign(string request, IReadOnlyList<string> usages, TimeSpan validity) => throw new System.Security.Cryptography.CryptographicException("nothing is signed here");
    }
}
