using System.CommandLine;
using Kite.Agent.Network;
using Kite.Configuration;

namespace Kite.Cli;

/// <summary><c>kite cleanup</c>: takes everything that Kite made off this node.</summary>
internal static class CleanupCommand
{
    public static Command Create()
    {
        var command = new Command("cleanup", "Remove the containers, network, packet rules and mounts that Kite made on this node; Kite must be stopped");
        foreach (var setting in CommonSettings.All) command.Options.Add(setting.Flag);
        command.SetAction((parsed, cancellationToken) => RunAsync(NodeConfiguration.From(Settings.Gather(parsed, Environment.GetEnvironmentVariable)), parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(NodeConfiguration node, TextWriter output, CancellationToken cancellationToken)
    {
        Preflight.Checks.Root();
        var steps = await NodeCleanup.RunAsync(new NodeCleanupOptions { DockerEndpoint = node.DockerEndpoint, RuntimeEndpoint = node.ContainerRuntimeEndpoint, DataDirectory = node.DataDirectory, KubeletDirectory = node.Kubelet.RootDirectory, DnsAddress = node.ClusterDns }, cancellationToken);
        foreach (var step in steps) await output.WriteLineAsync($"{step.What}: {step.Outcome}");
        return steps.All(step => step.Succeeded) ? 0 : 1;
    }
}
