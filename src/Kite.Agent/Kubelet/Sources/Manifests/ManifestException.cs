namespace Kite.Agent.Kubelet.Sources.Manifests;

/// <summary>A manifest says nothing that can be run; the message says why.</summary>
internal sealed class ManifestException(string message, Exception? innerException = null) : Exception(message, innerException);
