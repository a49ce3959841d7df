namespace Kite.Agent.Kubelet.PluginRegistration;

/// <summary>Takes plugins of one type that made themselves known.</summary>
internal interface IPluginHandler
{
    /// <summary>The type, as plugins name it.</summary>
    string Type { get; }

    /// <summary>Takes a plugin; comes back when it can be used.</summary>
    /// <exception cref="PluginException">It can't be used, or not yet: the plugin is told, and asked again later.</exception>
    Task RegisterAsync(RegisteredPlugin plugin, CancellationToken cancellationToken);

    /// <summary>Lets a plugin go that was taken and whose socket is no more; a plugin that has taken its place stays.</summary>
    Task UnregisterAsync(RegisteredPlugin plugin, CancellationToken cancellationToken);
}
