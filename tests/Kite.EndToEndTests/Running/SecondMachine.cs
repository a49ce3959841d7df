namespace Kite.EndToEndTests.Running;

/// <summary>A network namespace that stands for a second machine: joined to this one by a veth pair.</summary>
internal sealed class SecondMachine : IAsyncDisposable
{
    /// <summary>This machine, as the second one reaches it.</summary>
    public const string ServerAddress = "10.99.77.1";

    /// <summary>The second machine.</summary>
    public const string NodeAddress = "10.99.77.2";

    // Names of network namespaces are the whole machine's: runs side by side have their own.
    private static readonly string Name = $"kite-e2e-{Environment.ProcessId}";
    private static readonly string Device = $"ke2e{Environment.ProcessId}";

    /// <summary>The start of a command line that runs a program on it. Not <c>ip netns exec</c>, which hides the cgroups.</summary>
    public static string[] On { get; } = ["nsenter", $"--net=/run/netns/{Name}"];

    /// <summary>Makes the network.</summary>
    public static async Task<SecondMachine> CreateAsync()
    {
        await IpAsync("netns", "add", Name);
        await IpAsync("link", "add", Device, "type", "veth", "peer", "name", "eth0", "netns", Name);
        await IpAsync("address", "add", $"{ServerAddress}/24", "dev", Device);
        await IpAsync("link", "set", Device, "up");
        await IpAsync("-n", Name, "address", "add", $"{NodeAddress}/24", "dev", "eth0");
        await IpAsync("-n", Name, "link", "set", "lo", "up");
        await IpAsync("-n", Name, "link", "set", "eth0", "up");
        await IpAsync("-n", Name, "route", "add", "default", "via", ServerAddress);
        return new SecondMachine();
    }

    /// <summary>Takes the connection to this machine away.</summary>
    public static Task CutAsync() => IpAsync("link", "set", Device, "down");

    /// <summary>Gives it back.</summary>
    public static Task MendAsync() => IpAsync("link", "set", Device, "up");

    /// <summary>Runs a program on it to its end.</summary>
    public static Task<CommandResult> RunAsync(params string[] commandLine) => Command.RunAsync(On[0], [.. On[1..], .. commandLine]);

    /// <summary>Starts a program on it, its output in a file.</summary>
    public static System.Diagnostics.Process Start(string log, params string[] commandLine) =>
        Command.Start("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", log, .. On, .. commandLine]);

    /// <summary>Removes the network.</summary>
    public async ValueTask DisposeAsync()
    {
        await Command.RunAsync("ip", ["link", "delete", Device]);
        await Command.RunAsync("ip", ["netns", "delete", Name]);
    }

    private static async Task IpAsync(params string[] arguments) => (await Command.RunAsync("ip", arguments)).Succeeded();
}
