using System.Collections.Concurrent;
using Kite.Agent.Grpc;
using Kite.Agent.Kubelet.Devices.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Devices;

/// <summary>Serves the socket where device plugins register, and follows those that did.</summary>
internal sealed partial class DevicePlugins(KubeletOptions options, DeviceInventory inventory, ILoggerFactory loggers, ILogger<DevicePlugins> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, DevicePluginClient> plugins = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> following = new();
    private CancellationToken stopping;

    /// <summary>Where the sockets are.</summary>
    public static string DirectoryOf(KubeletOptions options) => Path.Combine(options.RootDirectory, "device-plugins");

    /// <summary>Takes a plugin; an older one for the same resource is left.</summary>
    public void Add(string resource, string endpoint, DevicePluginOptions wanted)
    {
        var plugin = new DevicePluginClient(resource, Path.Combine(DirectoryOf(options), endpoint), wanted);
        DevicePluginClient? old = null;
        plugins.AddOrUpdate(resource, plugin, (_, former) =>
        {
            old = former;
            return plugin;
        });
        old?.Stop();
        Log.Registered(logger, resource, endpoint);
        var task = FollowAsync(plugin);
        following[task] = true;
        _ = task.ContinueWith(ended => following.TryRemove(ended, out _), TaskScheduler.Default);
    }

    /// <summary>The plugin of a resource; null where none is there.</summary>
    public DevicePluginClient? Find(string resource) => plugins.GetValueOrDefault(resource);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        stopping = stoppingToken;
        var directory = DirectoryOf(options);
        try
        {
            Directory.CreateDirectory(directory, (UnixFileMode)0x1E8); // 0750
            // Plugins see their sockets go and register anew.
            foreach (var file in Directory.GetFiles(directory).Where(file => Path.GetFileName(file) is not DeviceCheckpoint.FileName)) File.Delete(file);
            await using var server = await UnixSocketServer.StartAsync(
                Path.Combine(directory, "kubelet.sock"), loggers, services => services.AddSingleton(new DevicePluginRegistration(this)), map => map.MapGrpcService<DevicePluginRegistration>(), stoppingToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        // A socket that can't be had, because its path is too long for one, say, is no reason to end the node.
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            Log.NotServed(logger, directory, e.Message);
        }
        await Task.WhenAll(following.Keys);
    }

    private async Task FollowAsync(DevicePluginClient plugin)
    {
        await Task.Yield();
        using (plugin)
        {
            var isGone = await plugin.FollowAsync(devices => inventory.Set(plugin.Resource, devices), stopping);
            plugins.TryRemove(KeyValuePair.Create(plugin.Resource, plugin));
            if (!isGone) return;
            Log.Gone(logger, plugin.Resource);
            inventory.Lose(plugin.Resource);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Device plugin for {Resource} registered at {Endpoint}")]
        public static partial void Registered(ILogger logger, string resource, string endpoint);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The device plugin for {Resource} went away")]
        public static partial void Gone(ILogger logger, string resource);

        [LoggerMessage(Level = LogLevel.Error, Message = "Device plugins can't register in {Directory}: {Error}")]
        public static partial void NotServed(ILogger logger, string directory, string error);
    }
}
