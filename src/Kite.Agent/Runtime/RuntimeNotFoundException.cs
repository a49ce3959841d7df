namespace Kite.Agent.Runtime;

/// <summary>The engine doesn't know the container, image or network that was asked for.</summary>
internal sealed class RuntimeNotFoundException(string message, Exception? innerException = null) : RuntimeException(message, innerException);
