using System.Net;
using System.Text;
using Kite.ApiServer;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Pipeline;
using Kite.Testing.ApiServer;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.IntegrationTests.ApiServer.FlowControl;

/// <summary>A server with few seats, and a path that answers only when it is told to.</summary>
[TestFixture]
public sealed class FloodTests
{
    private static readonly UserInfo Flooder = new("flooder", ["system:authenticated"]);
    private readonly SlowPath slow = new();
    private ApiServerFixture server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        server = await ApiServerFixture.StartAsync(
            services => services.AddSingleton<IPathHandler>(slow),
            new ApiServerOptions { MaxRequestsInflight = 40, MaxMutatingRequestsInflight = 20, RequestTimeout = TimeSpan.FromSeconds(40) });
        await PostAsync("clusterroles", """{"metadata":{"name":"slow"},"rules":[{"verbs":["get"],"nonResourceURLs":["/slow"]},{"verbs":["list"],"apiGroups":[""],"resources":["configmaps"]}]}""");
        await PostAsync("clusterrolebindings", """{"metadata":{"name":"slow"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"slow"},"subjects":[{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"system:authenticated"}]}""");
        // The suggested objects come a moment after the start.
        await Eventually.That(() => server.Http.GetStringAsync("/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas"), Does.Contain("global-default"));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await server.DisposeAsync();
        slow.Dispose();
    }

    [Test]
    public async Task A_flood_of_one_client_starves_neither_nodes_nor_controllers_nor_other_users()
    {
        slow.Close();
        using var flooder = server.InProcess(Flooder);
        var flood = Enumerable.Range(0, 400).Select(_ => GetAsync(flooder, "/slow")).ToArray();
        await slow.BusyAsync();

        foreach (var user in (UserInfo[])
        [
            new("system:node:n1", ["system:nodes", "system:authenticated"]),
            new("system:kube-controller-manager", ["system:authenticated"]),
            new("system:serviceaccount:kube-system:job-controller", ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"]),
            new("system:serviceaccount:default:app", ["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"]),
            new("admin", ["system:masters", "system:authenticated"]),
        ])
        {
            using var client = server.InProcess(user);
            // Whoever waited for the flood would be refused when its time in the queue is up.
            Assert.That(await GetAsync(client, "/api/v1/configmaps"), Is.AnyOf(HttpStatusCode.OK, HttpStatusCode.Forbidden), user.Name);
        }
        // Of the same level, but another flow: it waits for a queue of the flood that had nothing yet, not for the whole flood.
        using var other = server.InProcess(new UserInfo("jane", ["system:authenticated"]));
        var modest = GetAsync(other, "/api/v1/configmaps");
        slow.LetGo(60);
        Assert.That(await modest, Is.EqualTo(HttpStatusCode.OK));

        slow.Open();
        var codes = await Task.WhenAll(flood);
        Assert.That(codes, Is.All.AnyOf(HttpStatusCode.OK, HttpStatusCode.TooManyRequests));
        Assert.That(codes, Has.Some.EqualTo(HttpStatusCode.OK).And.Some.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task Who_is_refused_is_told_when_to_come_back_and_is_counted()
    {
        slow.Close();
        using var flooder = server.InProcess(Flooder);
        var flood = Enumerable.Range(0, 400).Select(_ => AnswerAsync(flooder, "/slow")).ToList();
        var refused = await (await Task.WhenAny(flood.Where(answer => answer.IsCompleted).DefaultIfEmpty(Task.WhenAny(flood).Unwrap())));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(await refused.Content.ReadAsStringAsync(), Is.EqualTo("Too many requests, please try again later.\n"));
        slow.Open();
        foreach (var answer in await Task.WhenAll(flood)) answer.Dispose();
        var metrics = await server.Http.GetStringAsync("/metrics");
        Assert.That(metrics, Does.Match("apiserver_flowcontrol_rejected_requests_total\\{flow_schema=\"global-default\",priority_level=\"global-default\",reason=\"queue-full\"\\} [1-9]"));
        Assert.That(metrics, Does.Match("apiserver_flowcontrol_dispatched_requests_total\\{flow_schema=\"global-default\",priority_level=\"global-default\"\\} [1-9]"));
    }

    private static async Task<HttpStatusCode> GetAsync(HttpMessageInvoker client, string path)
    {
        using var response = await AnswerAsync(client, path);
        return response.StatusCode;
    }

    private static Task<HttpResponseMessage> AnswerAsync(HttpMessageInvoker client, string path) => client.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri($"https://server{path}")), CancellationToken.None);

    private async Task PostAsync(string resource, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Http.PostAsync($"/apis/rbac.authorization.k8s.io/v1/{resource}", content);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created), await response.Content.ReadAsStringAsync());
    }

    private sealed class SlowPath : IPathHandler, IDisposable
    {
        private SemaphoreSlim gate = new(0);
        private TaskCompletionSource busy = new();

        public bool Handles(string path) => path == "/slow";

        public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
        {
            busy.TrySetResult();
            await gate.WaitAsync(cancellationToken);
        }

        public void Close() => (gate, busy) = (new(0), new());

        public void Open() => gate.Release(10_000);

        public void LetGo(int requests) => gate.Release(requests);

        public void Dispose() => gate.Dispose();

        public Task BusyAsync() => busy.Task;
    }
}
