namespace Kite.Agent.Kubelet.PluginRegistration;

/// <summary>A plugin can't be used; the message is for the plugin.</summary>
internal sealed class PluginException(string message, Exception? innerException = null) : Exception(message, innerException);
