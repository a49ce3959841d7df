namespace Kite.Agent.Runtime;

/// <summary>A registry doesn't answer; the message says why.</summary>
internal sealed class RegistryUnavailableException(string message, Exception? innerException = null) : RuntimeException(message, innerException);
