using Kite.Agent.Linux;
using Kite.Agent.Network.Commands;

namespace Kite.IntegrationTests.Agent.Network;

/// <summary>A network namespace of the test's own, in which commands run; gone with everything in it when disposed.</summary>
internal sealed class NetworkNamespace : ICommandRunner, IAsyncDisposable
{
    private readonly ProcessCommandRunner host = new();

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>Programs to run in place of others, such as <c>iptables-legacy-save</c> for <c>iptables-save</c>.</summary>
    public Dictionary<string, string> Instead { get; } = [];

    public static async Task<NetworkNamespace> CreateAsync()
    {
        var created = new NetworkNamespace($"kite-test-{Guid.NewGuid().ToString("N")[..8]}");
        await created.OnHostAsync("ip", "netns", "add", created.Name);
        await created.ShellAsync("ip link set lo up");
        return created;
    }

    public Task<CommandResult> RunAsync(string program, IReadOnlyList<string> arguments, string? input, CancellationToken cancellationToken) =>
        host.RunAsync("nsenter", [$"--net=/run/netns/{Name}", Instead.GetValueOrDefault(program, program), .. arguments], input, cancellationToken);

    /// <summary>Runs a shell line in the namespace and answers what it printed.</summary>
    public async Task<string> ShellAsync(string line)
    {
        var result = await RunAsync("sh", ["-c", line], null, CancellationToken.None);
        Assert.That(result.Succeeded, Is.True, () => $"{line}: {result.Error}");
        return result.Output;
    }

    /// <summary>Does something on a thread that is in the namespace.</summary>
    public void Run(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            using var handle = File.OpenHandle($"/run/netns/{Name}");
            Assert.That(SystemCalls.EnterNamespace((int)handle.DangerousGetHandle(), SystemCalls.NetworkNamespace), Is.Zero);
            try
            {
                action();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null) throw failure;
    }

    public async ValueTask DisposeAsync()
    {
        await host.RunAsync("sh", ["-c", $"for p in $(ip netns pids {Name}); do kill -9 $p; done"], null, CancellationToken.None);
        await OnHostAsync("ip", "netns", "delete", Name);
    }

    public async Task OnHostAsync(string program, params string[] arguments)
    {
        var result = await host.RunAsync(program, arguments, null, CancellationToken.None);
        Assert.That(result.Succeeded, Is.True, () => $"{program} {string.Join(' ', arguments)}: {result.Error}");
    }
}
