namespace Kite.Agent.Runtime;

/// <summary>The engine refused; the message is its own.</summary>
internal class RuntimeException(string message, Exception? innerException = null) : Exception(message, innerException);
