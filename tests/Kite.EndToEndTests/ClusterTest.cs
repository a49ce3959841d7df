namespace Kite.EndToEndTests;

/// <summary>A test on the shared server, in a namespace of its own.</summary>
internal abstract class ClusterTest
{
    /// <summary>kubectl in the test's namespace.</summary>
    protected Kubectl Kubectl { get; private set; } = null!;

    /// <summary>The test's namespace.</summary>
    protected string Namespace { get; } = $"t-{Guid.NewGuid().ToString("N")[..8]}";

    [SetUp]
    public async Task CreateNamespace()
    {
        Kubectl = new Kubectl(SharedCluster.Server.Kubeconfig, Namespace);
        await Kubectl.RunAsync("create", "namespace", Namespace);
        // Pods can only be created once their namespace has its service account.
        await Kubectl.EventuallyAsync("{.metadata.name}", Is.EqualTo("default"), "serviceaccount", "default");
    }

    [TearDown]
    public async Task DeleteNamespace()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status is NUnit.Framework.Interfaces.TestStatus.Failed)
        {
            await TestContext.Out.WriteLineAsync($"{await Kubectl.TryAsync("get", "all", "-o", "wide")}");
            await TestContext.Out.WriteLineAsync($"{await Kubectl.TryAsync("describe", "pods")}");
        }
        await Kubectl.TryAsync("delete", "namespace", Namespace, "--wait=false");
    }
}
