using Kite.Agent.Network.Commands;

namespace Kite.Agent.Volumes.Plugins;

/// <summary>Mounts by the node's own <c>mount</c>, which knows more file systems than the kernel's call.</summary>
internal static class MountCommand
{
    /// <summary>A server or a device that doesn't answer holds up its own pods only, and is tried again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Mounts what isn't mounted.</summary>
    /// <param name="commands">Runs it.</param>
    /// <param name="type">The file system's type.</param>
    /// <param name="source">What.</param>
    /// <param name="directory">Where.</param>
    /// <param name="options">How; each once, none for as usual.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="VolumeException">It fails, in upstream's words.</exception>
    public static async Task RunAsync(ICommandRunner commands, string type, string source, string directory, IEnumerable<string> options, CancellationToken cancellationToken)
    {
        List<string> arguments = ["-t", type];
        if (string.Join(',', options.Distinct()) is { Length: > 0 } list) arguments.AddRange(["-o", list]);
        arguments.AddRange([source, directory]);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        CommandResult result;
        try
        {
            result = await commands.RunAsync("mount", arguments, null, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result = new CommandResult(32, "", $"mount.{type}: no answer within {Patience.TotalSeconds:0} s");
        }
        if (!result.Succeeded)
            throw new VolumeException(
                $"mount failed: exit status {result.ExitCode}\nMounting command: mount\nMounting arguments: {string.Join(' ', arguments)}\nOutput: {(result.Output + result.Error).TrimEnd()}\n");
    }
}
