using System.Text;
using Kite.Agent.Runtime;
using Kite.IntegrationTests.Agent.Engines;

namespace Kite.IntegrationTests.Agent.Runtime;

/// <summary>What <see cref="IContainerRuntime"/> promises, on every container engine: a pod with a sandbox that each test puts its own containers into.</summary>
internal abstract class RuntimeContract(TestEngine engine)
{
    private readonly string nodeName = $"runtime-test-{Guid.NewGuid():n}"[..24];

    protected IContainerRuntime Runtime { get; private set; } = null!;

    protected TestEngine Engine => engine;

    protected string NodeName => nodeName;

    protected PodIdentity Pod { get; } = new("default", "web", Guid.NewGuid().ToString());

    protected RuntimeContainer Sandbox { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        await engine.StartAsync();
        Runtime = engine.Open(nodeName);
        Sandbox = await Runtime.RunSandboxAsync(new SandboxConfig { Pod = Pod, Network = engine.Network.Network, Hostname = "my-pod", Privileged = true }, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        try
        {
            await engine.RemoveAllAsync(nodeName);
        }
        finally
        {
            (Runtime as IDisposable)?.Dispose();
            await engine.DisposeAsync();
        }
    }

    /// <summary>A container of the pod, under a name of its own.</summary>
    protected ContainerConfig Config(string command) => new()
    {
        Pod = Pod,
        Name = $"c{Guid.NewGuid():n}"[..12],
        SandboxId = Sandbox.Id,
        Image = TestEngine.Image,
        Command = ["sh", "-c", command],
    };

    protected async Task<string> StartAsync(ContainerConfig config)
    {
        var id = await Runtime.CreateContainerAsync(config, CancellationToken.None);
        await Runtime.StartContainerAsync(id, CancellationToken.None);
        return id;
    }

    protected Task<string> StartAsync(string command) => StartAsync(Config(command));

    protected async Task<RuntimeContainer> FindAsync(string id) => (await Runtime.FindAsync(id, CancellationToken.None))!;

    protected async Task<RuntimeContainer> EndedAsync(string id)
    {
        RuntimeContainer? found = null;
        await Eventually.Holds(async () => (found = await FindAsync(id)).State is ContainerRunState.Exited);
        return found!;
    }

    protected async Task<string> LogAsync(string id, LogQuery? query = null)
    {
        var output = new MemoryStream();
        await Runtime.ReadLogsAsync(id, query ?? new LogQuery(), output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>What a command in a container of its own prints until it ends.</summary>
    protected async Task<string> OutputAsync(ContainerConfig config)
    {
        var id = await StartAsync(config);
        await EndedAsync(id);
        return (await LogAsync(id)).Trim();
    }

    protected static async Task<(string Output, string Errors)> ReadAsync(IContainerSession session)
    {
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        var buffer = new byte[100];
        while (await session.ReadAsync(buffer, CancellationToken.None) is { Count: > 0 } read) (read.IsError ? errors : output).Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
        return (output.ToString(), errors.ToString());
    }
}
