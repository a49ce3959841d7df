using System.Diagnostics;

namespace Kite.EndToEndTests.Running;

/// <summary>A second machine with a containerd of its own; its images come out of this machine's Docker Engine.</summary>
internal sealed class ContainerdMachine(string directory) : IAsyncDisposable
{
    private const string SandboxImage = "kite/test-sandbox:1";

    private SecondMachine? machine;
    private Process? process;

    /// <summary>Its address.</summary>
    public string Endpoint => $"unix://{Socket}";

    private string Socket => Path.Combine(directory, "c.sock");

    /// <summary>Makes the network, starts containerd and gives it its images.</summary>
    public async Task StartAsync()
    {
        machine = await SecondMachine.CreateAsync();
        Directory.CreateDirectory(Path.Combine(directory, "net.d"));
        await File.WriteAllTextAsync(Path.Combine(directory, "config.toml"), ContainerdConfiguration.Write(directory, Socket, SandboxImage));
        await StartContainerdAsync();
        var docker = Docker.OfThisMachine;
        var container = (await docker.RunAsync("create", Docker.TestImage)).Succeeded().Trim();
        (await docker.RunAsync("commit", "-c", "CMD [\"/bin/sleep\",\"1000000\"]", container, SandboxImage)).Succeeded();
        (await docker.RunAsync("rm", container)).Succeeded();
        await ShellAsync($"docker -H {docker.Host} save {Docker.TestImage} {SandboxImage} | ctr -a {Socket} -n k8s.io images import -");
    }

    /// <summary>Starts containerd, and waits until it answers.</summary>
    public async Task StartContainerdAsync()
    {
        process = SecondMachine.Start(Path.Combine(directory, "containerd.log"), "containerd", "-c", Path.Combine(directory, "config.toml"));
        await Eventually.That(async () => (await CtrAsync("version")).ExitCode, Is.Zero);
    }

    /// <summary>Ends containerd alone, as a crash would.</summary>
    public async Task KillContainerdAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        process.Dispose();
    }

    /// <summary>Ends containerd and all that runs under it, as a power cut would.</summary>
    public async Task PowerOffAsync()
    {
        await KillContainerdAsync();
        await ShellAsync($"for p in $(pgrep -f '[-]address {Socket}'); do kill -9 $(pgrep -P $p) $p; done; true");
    }

    /// <summary>The ids of the containers of a namespace's pods, sandboxes among them.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync(string inNamespace) =>
        (await CtrAsync("containers", "ls", "-q", $"labels.\"io.kubernetes.pod.namespace\"=={inNamespace}")).Lines;

    /// <summary>How many containers run, sandboxes among them.</summary>
    public async Task<int> RunningAsync() => (await CtrAsync("tasks", "ls")).Lines.Count(line => line.EndsWith("RUNNING", StringComparison.Ordinal));

    /// <summary>Ends all, and removes the network.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false }) await PowerOffAsync();
        await ShellAsync($"for m in $(grep -o ' {directory}/[^ ]*' /proc/mounts | sort -r); do umount -l $m; done; rm -rf {directory}/root {directory}/state");
        if (machine is not null) await machine.DisposeAsync();
        await Docker.OfThisMachine.RunAsync("rmi", SandboxImage);
    }

    private static async Task ShellAsync(string line) => (await Command.RunAsync("sh", ["-c", line])).Succeeded();

    private Task<CommandResult> CtrAsync(params string[] arguments) => Command.RunAsync("ctr", ["-a", Socket, "-n", "k8s.io", .. arguments]);
}
