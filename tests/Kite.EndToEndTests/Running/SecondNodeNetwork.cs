using System.Diagnostics;

namespace Kite.EndToEndTests.Running;

/// <summary>A network namespace that stands for a second machine: joined to this one by a veth pair, with a Docker Engine of its own.</summary>
internal sealed class SecondNodeNetwork(string directory) : IAsyncDisposable
{
    /// <summary>This machine, as the second one reaches it.</summary>
    public const string ServerAddress = "10.99.77.1";

    /// <summary>The second machine.</summary>
    public const string NodeAddress = "10.99.77.2";

    private const string Name = "kite-e2e-n2";
    private Process? engine;

    /// <summary>Its Docker Engine.</summary>
    public Docker Docker { get; } = new($"unix://{directory}/docker.sock");

    /// <summary>The start of a command line that runs a program on it. Not <c>ip netns exec</c>, which hides the cgroups.</summary>
    public static string[] On { get; } = ["nsenter", $"--net=/run/netns/{Name}"];

    /// <summary>Makes the network and starts the engine.</summary>
    public async Task StartAsync()
    {
        await IpAsync("netns", "add", Name);
        await IpAsync("link", "add", "ke2e0", "type", "veth", "peer", "name", "eth0", "netns", Name);
        await IpAsync("address", "add", $"{ServerAddress}/24", "dev", "ke2e0");
        await IpAsync("link", "set", "ke2e0", "up");
        await IpAsync("-n", Name, "address", "add", $"{NodeAddress}/24", "dev", "eth0");
        await IpAsync("-n", Name, "link", "set", "lo", "up");
        await IpAsync("-n", Name, "link", "set", "eth0", "up");
        await IpAsync("-n", Name, "route", "add", "default", "via", ServerAddress);
        string[] dockerd = [.. On, "dockerd", "-H", Docker.Host, "--data-root", Path.Combine(directory, "docker"), "--exec-root", Path.Combine(directory, "exec"), "--pidfile", Path.Combine(directory, "docker.pid")];
        engine = Command.Start("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", Path.Combine(directory, "dockerd.log"), .. dockerd]);
        await Eventually.That(Docker.AnswersAsync, Is.True);
        await Docker.ImportTestImageAsync();
    }

    /// <summary>Takes the connection to this machine away.</summary>
    public static Task CutAsync() => IpAsync("link", "set", "ke2e0", "down");

    /// <summary>Gives it back.</summary>
    public static Task MendAsync() => IpAsync("link", "set", "ke2e0", "up");

    /// <summary>Stops the engine and removes the network.</summary>
    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await Command.RunAsync("/bin/kill", ["-TERM", $"{engine.Id}"]);
            await engine.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            engine.Dispose();
        }
        await Command.RunAsync("ip", ["link", "delete", "ke2e0"]);
        await Command.RunAsync("ip", ["netns", "delete", Name]);
    }

    private static async Task IpAsync(params string[] arguments) => (await Command.RunAsync("ip", arguments)).Succeeded();
}
