namespace Kite.Agent.Network.Docker;

/// <summary>Docker refused, or can't be reached.</summary>
internal sealed class DockerNetworkException(string message, Exception? innerException = null) : NetworkPluginException(message, innerException);
