using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Linux;
using Kite.Agent.Runtime;
using Kite.Api.Client.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.OutOfMemory;

/// <summary>Learns from the kernel's log who was killed because memory ran out: the node's is an event about the node, a container's is why it ended, whether or not its engine noticed.</summary>
internal sealed partial class OutOfMemoryWatcher(KubeletOptions options, RuntimeCache cache, KubeletEvents events, ILogger<OutOfMemoryWatcher> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(() => Follow(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Takes a record of the kernel's log.</summary>
    internal void Take(string record)
    {
        if (KilledProcess.Parse(record) is not { } killed) return;
        cache.NoteOutOfMemory(killed.ContainerId);
        if (killed.IsOfNode)
            events.Record(NodeReference.To(options.NodeName), EventTypes.Warning, "SystemOOM", $"System OOM encountered, victim process: {killed.Name}, pid: {killed.ProcessId}");
    }

    private void Follow(CancellationToken cancellationToken)
    {
        try
        {
            KernelLog.Follow(Take, cancellationToken);
        }
        catch (IOException e)
        {
            // In a container of its own, a node has no such log.
            Log.NotFollowed(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The kernel's log can't be followed, so that nothing is told of memory that ran out: {Error}")]
        public static partial void NotFollowed(ILogger logger, string error);
    }
}
