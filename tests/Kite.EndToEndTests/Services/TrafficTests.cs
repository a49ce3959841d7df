namespace Kite.EndToEndTests.Services;

internal sealed class TrafficTests : ClusterTest
{
    [Test]
    public async Task Session_affinity_keeps_a_client_with_one_pod()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("web", replicas: 3));
        await Kubectl.RolledOutAsync("deployment/web");
        await Kubectl.RunAsync("patch", "service", "web", "-p", "{\"spec\":{\"sessionAffinity\":\"ClientIP\"}}");
        await Kubectl.ApplyAsync(Manifests.Pod("client", "sleep 600"));
        await Kubectl.ReadyAsync("client");
        await Eventually.That(AnswersAsync, Has.Count.EqualTo(1));
        await Kubectl.RunAsync("patch", "service", "web", "-p", "{\"spec\":{\"sessionAffinity\":\"None\"}}");
        await Eventually.That(AnswersAsync, Has.Count.GreaterThan(1));
    }

    [Test]
    public async Task A_Service_without_endpoints_refuses_connections_and_serves_once_there_are_some()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("web", replicas: 0));
        await Kubectl.ApplyAsync(Manifests.Pod("client", "sleep 600"));
        await Kubectl.ReadyAsync("client");
        await Eventually.That(async () => (await Kubectl.TryAsync("exec", "client", "--", "wget", "-q", "-O-", "http://web/")).Error, Does.Contain("refused"));
        await Kubectl.RunAsync("scale", "deployment/web", "--replicas=1");
        await Kubectl.RolledOutAsync("deployment/web");
        await Eventually.That(async () => (await Kubectl.TryAsync("exec", "client", "--", "wget", "-q", "-O-", "http://web/")).Output, Does.StartWith("web-"));
    }

    private async Task<IReadOnlyCollection<string>> AnswersAsync() =>
        (await Kubectl.RunAsync("exec", "client", "--", "sh", "-c", "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do wget -q -O- http://web/ || echo failed; done"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
}
