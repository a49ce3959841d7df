using System.Diagnostics;

namespace Kite.EndToEndTests.Running;

/// <summary>A <c>kite agent</c> on the second machine, joined to the shared server.</summary>
internal sealed class JoinedAgent(string directory, string nodeName, params string[] engine) : IDisposable
{
    private Process? process;

    private string DataDirectory => Path.Combine(directory, "data");

    private string LogFile => Path.Combine(directory, "agent.log");

    /// <summary>Starts it for the first time, and waits until its node is ready.</summary>
    public async Task JoinAsync(Kubectl kubectl)
    {
        Start("--token", await SharedCluster.Server.CreateTokenAsync());
        await kubectl.EventuallyAsync("{.status.conditions[?(@.type==\"Ready\")].status}", Is.EqualTo("True"), "node", nodeName);
    }

    /// <summary>Starts it.</summary>
    public void Start(params string[] arguments) => process = SecondMachine.Start(
        LogFile,
        [KiteBinary.Path, "agent", "--join", $"https://{SecondMachine.ServerAddress}:{SharedCluster.Server.Port}", "--node-name", nodeName, "--node-ip", SecondMachine.NodeAddress, "--data-dir", DataDirectory, .. engine, .. arguments]);

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Dispose();
    }

    /// <summary>Asks it to end, takes its node out of the cluster and all that it made off the machine.</summary>
    public async Task LeaveAsync(Kubectl kubectl)
    {
        await Command.RunAsync("/bin/kill", ["-TERM", $"{process!.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(process.ExitCode, Is.Zero);
        await kubectl.TryAsync("delete", "pods", "--all", "--force", "--grace-period=0");
        await kubectl.TryAsync("delete", "node", nodeName);
        (await SecondMachine.RunAsync([KiteBinary.Path, "cleanup", "--data-dir", DataDirectory, .. engine])).Succeeded();
    }

    /// <summary>All that it logged.</summary>
    public async Task<string> LogAsync() => File.Exists(LogFile) ? await File.ReadAllTextAsync(LogFile) : "";

    /// <summary>Ends it where it runs.</summary>
    public void Dispose()
    {
        if (process is { HasExited: false }) process.Kill();
        process?.Dispose();
        process = null;
    }
}
