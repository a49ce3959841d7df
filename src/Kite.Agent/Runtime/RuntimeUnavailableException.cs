namespace Kite.Agent.Runtime;

/// <summary>The engine can't be reached.</summary>
internal sealed class RuntimeUnavailableException(string message, Exception? innerException = null) : RuntimeException(message, innerException);
