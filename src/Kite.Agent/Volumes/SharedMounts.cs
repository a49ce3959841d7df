using Kite.Agent.Kubelet;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Volumes;

/// <summary>Makes the kubelet's directory a shared mount at the start: what a driver mounts below it in its container is then there on the node, and for the pods.</summary>
internal sealed partial class SharedMounts(KubeletOptions options, ILogger<SharedMounts> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(options.RootDirectory);
            if (!Mounts.TryShare(options.RootDirectory)) Log.NotPermitted(logger, options.RootDirectory);
        }
        catch (IOException e)
        {
            Log.NotShared(logger, options.RootDirectory, e.Message);
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Directory} is no shared mount, and nothing may be mounted here: storage drivers in pods won't work")]
        public static partial void NotPermitted(ILogger logger, string directory);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Directory} could not be made a shared mount, storage drivers in pods won't work: {Error}")]
        public static partial void NotShared(ILogger logger, string directory, string error);
    }
}
