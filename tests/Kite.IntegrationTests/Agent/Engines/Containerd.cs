using System.Diagnostics;
using Kite.Agent.Network.Commands;
using Kite.Agent.Volumes;

namespace Kite.IntegrationTests.Agent.Engines;

/// <summary>A containerd with directories, socket and CNI configuration of its own; <c>scripts/test.sh</c> installs the program and what it needs.</summary>
internal sealed class Containerd : IAsyncDisposable
{
    /// <summary>What sandboxes run: the tests' busybox, which sleeps.</summary>
    private const string SandboxImage = "kite-kubelet-test/sandbox:1";

    private static readonly ProcessCommandRunner Host = new();
    private readonly string directory = Directory.CreateTempSubdirectory("kite-containerd-").FullName;
    private Process? process;

    /// <summary>Its socket.</summary>
    public Uri Endpoint => new($"unix://{directory}/c.sock");

    /// <summary>Where it looks for CNI configurations.</summary>
    public string CniDirectory => Path.Combine(directory, "net.d");

    /// <summary>A directory that goes with it.</summary>
    public string PathOf(string name) => Path.Combine(directory, name);

    /// <summary>Starts it, and waits until its CRI answers.</summary>
    public async Task StartAsync()
    {
        if (!File.Exists("/usr/bin/containerd")) Assert.Fail("containerd is not installed: run scripts/test.sh, which installs it");
        Directory.CreateDirectory(CniDirectory);
        await File.WriteAllTextAsync(PathOf("config.toml"), ContainerdConfiguration.Write(directory, Endpoint.AbsolutePath, SandboxImage));
        process = Process.Start("/bin/sh", ["-c", "exec containerd -c \"$1\" >>\"$2\" 2>&1", "sh", PathOf("config.toml"), PathOf("log")]);
        await Eventually.Holds(async () => process.HasExited ? throw new AssertionException(await File.ReadAllTextAsync(PathOf("log"))) : (await CtrAsync("plugins", "ls")).Contains("ok", StringComparison.Ordinal));
    }

    /// <summary>Puts the images of the tests into it, out of the Docker Engine.</summary>
    public async Task ImportImagesAsync()
    {
        await DockerNode.ImportImageAsync();
        await DockerNode.ImportImageAsync(SandboxImage, "[\"sleep\",\"1000000\"]");
        await ShellAsync($"docker save {TestEngine.Image} {SandboxImage} | ctr -a {Endpoint.AbsolutePath} -n k8s.io images import -");
    }

    /// <summary>Runs its client.</summary>
    public Task<string> CtrAsync(params string[] arguments) => OutputAsync("ctr", ["-a", Endpoint.AbsolutePath, "-n", "k8s.io", .. arguments]);

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Lets it hang: it keeps its socket and answers nobody.</summary>
    public Task HangAsync() => ShellAsync($"kill -STOP {process!.Id}");

    /// <summary>Ends <see cref="HangAsync"/>.</summary>
    public Task GoOnAsync() => ShellAsync($"kill -CONT {process!.Id}");

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await GoOnAsync();
            await KillAsync();
            // What a failed test left running hangs on its shim.
            await Host.RunAsync("sh", ["-c", $"for p in $(grep -l -z -F {Endpoint.AbsolutePath} /proc/[0-9]*/cmdline); do kill -9 $(echo $p | cut -d/ -f3); done"], null, CancellationToken.None);
        }
        Mounts.UnmountBelow(directory);
        Directory.Delete(directory, recursive: true);
    }

    private static async Task ShellAsync(string line)
    {
        var result = await Host.RunAsync("sh", ["-c", line], null, CancellationToken.None);
        Assert.That(result.Succeeded, Is.True, () => $"{line}: {result.Error}");
    }

    private static async Task<string> OutputAsync(string program, params string[] arguments) => (await Host.RunAsync(program, arguments, null, CancellationToken.None)).Output.Trim();
}
