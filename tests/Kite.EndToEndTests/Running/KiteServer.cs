using System.Diagnostics;

namespace Kite.EndToEndTests.Running;

/// <summary>A <c>kite server</c> with a directory and a port of its own. What it logs goes to a file.</summary>
internal sealed class KiteServer(string directory, params string[] moreArguments)
{
    private readonly int port = FreePorts.Take();
    private Process? process;

    /// <summary>The administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(directory, "kubeconfig");

    /// <summary>Where it keeps its state.</summary>
    public string DataDirectory => Path.Combine(directory, "data");

    /// <summary>Everything it logged, over all its starts.</summary>
    public string LogFile => Path.Combine(directory, "kite.log");

    /// <summary>The port of the API server.</summary>
    public int Port => port;

    /// <summary>The process while it runs.</summary>
    public Process Process => process ?? throw new InvalidOperationException("not started");

    // The machine's own configuration is no business of a test.
    private string[] Common => ["--config", Path.Combine(Repository.Path, "tests/Kite.EndToEndTests/Running/config.yaml"), "--data-dir", DataDirectory, "--docker-endpoint", Docker.OfThisMachine.Host];

    /// <summary>Starts it; returns at once.</summary>
    public void Start()
    {
        Directory.CreateDirectory(directory);
        string[] arguments = ["server", .. Common, "--port", $"{port}", "--write-kubeconfig", Kubeconfig, .. moreArguments];
        // The shell lets the log outlive the tests' process and leaves the process id to kite.
        process = Command.Start("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", LogFile, KiteBinary.Path, .. arguments]);
    }

    /// <summary>Starts it and waits until it serves requests and its node is ready.</summary>
    public async Task StartAndWaitAsync()
    {
        Start();
        await WaitUntilReadyAsync();
    }

    /// <summary>Waits until it serves requests and all nodes are ready.</summary>
    public async Task WaitUntilReadyAsync()
    {
        var kubectl = new Kubectl(Kubeconfig, "default");
        await Eventually.That(
            async () =>
            {
                if (Process.HasExited) Assert.Fail($"kite ended with exit code {Process.ExitCode}:\n{File.ReadAllText(LogFile)}");
                if (!File.Exists(Kubeconfig)) return "no kubeconfig yet";
                var nodes = await kubectl.TryAsync("get", "nodes", "-o", "jsonpath={.items[*].status.conditions[?(@.type==\"Ready\")].status}");
                return nodes.ExitCode == 0 ? nodes.Output : nodes.Error;
            },
            Does.Match("^True( True)*$"));
    }

    /// <summary>Asks it to stop and returns its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        (await Command.RunAsync("/bin/kill", ["-TERM", $"{Process.Id}"])).Succeeded();
        await EndedAsync();
        return Process.ExitCode;
    }

    /// <summary>Ends it without a warning, as a power cut would.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await EndedAsync();
    }

    /// <summary>Takes what Kite made off this machine; it must be stopped.</summary>
    public Task<CommandResult> CleanUpNodeAsync() => Command.RunAsync(KiteBinary.Path, ["cleanup", .. Common]);

    /// <summary>Makes a token for joining nodes.</summary>
    public async Task<string> CreateTokenAsync() =>
        (await Command.RunAsync(KiteBinary.Path, ["token", "create", .. Common, "--port", $"{port}", "--write-kubeconfig", Kubeconfig, .. moreArguments])).Succeeded().Trim();

    /// <summary>Stops it where it runs.</summary>
    public async Task StopAsync()
    {
        if (process is null || process.HasExited) return;
        await TerminateAsync();
    }

    private Task EndedAsync() => Process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
}
