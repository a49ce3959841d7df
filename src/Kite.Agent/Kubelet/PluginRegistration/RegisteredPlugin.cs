namespace Kite.Agent.Kubelet.PluginRegistration;

/// <summary>A plugin that made itself known.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Endpoint">The socket that it serves.</param>
/// <param name="Versions">The versions of its interface that it speaks.</param>
internal sealed record RegisteredPlugin(string Name, string Endpoint, IReadOnlyList<string> Versions);
