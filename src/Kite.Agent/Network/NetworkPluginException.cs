namespace Kite.Agent.Network;

/// <summary>The runtime's network can't be made; the message is for the node's Ready condition.</summary>
internal class NetworkPluginException(string message, Exception? innerException = null) : Exception(message, innerException);
