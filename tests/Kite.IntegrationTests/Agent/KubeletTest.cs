using Kite.IntegrationTests.Agent.Engines;

namespace Kite.IntegrationTests.Agent;

/// <summary>Tests of a kubelet on a container engine: the engine is started once, each test has a node of its own.</summary>
internal abstract class KubeletTest(TestEngine engine)
{
    /// <summary>The engine.</summary>
    protected TestEngine Engine => engine;

    /// <summary>The test's node.</summary>
    protected KubeletNode Kubelet { get; private set; } = null!;

    [OneTimeSetUp]
    public Task StartEngine() => engine.StartAsync();

    [OneTimeTearDown]
    public async Task StopEngine() => await engine.DisposeAsync();

    [SetUp]
    public async Task StartKubelet()
    {
        Kubelet = new KubeletNode(engine);
        await Kubelet.StartAsync();
    }

    [TearDown]
    public async Task StopKubelet() => await Kubelet.DisposeAsync();
}
