namespace Kite.Agent.Join;

/// <summary>The node can't join; the message says why in one line.</summary>
public sealed class JoinException(string message, Exception? innerException = null) : Exception(message, innerException);
