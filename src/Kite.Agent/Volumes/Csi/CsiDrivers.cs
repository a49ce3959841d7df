using System.Collections.Concurrent;
using Kite.Agent.Kubelet.PluginRegistration;

namespace Kite.Agent.Volumes.Csi;

/// <summary>The storage drivers that are registered on this node.</summary>
internal sealed class CsiDrivers(CsiNodes nodes, TimeProvider clock) : IPluginHandler, IDisposable
{
    private readonly ConcurrentDictionary<string, CsiDriver> drivers = new(StringComparer.Ordinal);

    public string Type => "CSIPlugin";

    /// <summary>The driver of a name.</summary>
    /// <exception cref="VolumeException">It isn't registered.</exception>
    /// <param name="name">The name.</param>
    /// <param name="operation">What it is needed for, in the words of upstream's events.</param>
    /// <param name="context">Where in the operation it is missing.</param>
    public CsiDriver Get(string name, string operation, string context) => drivers.GetValueOrDefault(name)
        ?? throw new VolumeException($"kubernetes.io/csi: {context}: driver name {name} not found in the list of registered CSI drivers") { Operation = operation };

    /// <summary>The driver of a name, or null.</summary>
    public CsiDriver? Find(string name) => drivers.GetValueOrDefault(name);

    public async Task RegisterAsync(RegisteredPlugin plugin, CancellationToken cancellationToken)
    {
        if (!plugin.Versions.Any(version => version.TrimStart('v').Split('.')[0] == "1"))
            throw new PluginException($"validation failed for CSI Driver {plugin.Name} at endpoint {plugin.Endpoint}: none of the CSI versions [{string.Join(' ', plugin.Versions)}] reported by this driver are supported");
        var driver = new CsiDriver(plugin.Name, plugin.Endpoint, clock);
        try
        {
            var info = await driver.InfoAsync(cancellationToken);
            Replace(driver);
            await nodes.AddAsync(new CsiNodeInfo(plugin.Name, info.NodeId, info.MaxVolumesPerNode, info.AccessibleTopology?.Segments.ToDictionary() ?? []), cancellationToken);
        }
        catch (Exception e) when (e is CsiException or PluginException)
        {
            Remove(driver);
            throw new PluginException($"RegisterPlugin error -- plugin registration failed with err: {e.Message}", e);
        }
    }

    public async Task UnregisterAsync(RegisteredPlugin plugin, CancellationToken cancellationToken)
    {
        if (Find(plugin.Name) is not { } driver || driver.Endpoint != plugin.Endpoint) return;
        Remove(driver);
        await nodes.RemoveAsync(plugin.Name, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var driver in drivers.Values) driver.Dispose();
    }

    private void Replace(CsiDriver driver)
    {
        CsiDriver? old = null;
        drivers.AddOrUpdate(driver.Name, driver, (_, former) =>
        {
            old = former;
            return driver;
        });
        if (old != driver) old?.Dispose();
    }

    private void Remove(CsiDriver driver)
    {
        drivers.TryRemove(KeyValuePair.Create(driver.Name, driver));
        driver.Dispose();
    }
}
