namespace Kite.Agent.Server.Spdy;

/// <summary>The other side broke the protocol; the connection can't go on.</summary>
internal sealed class SpdyException(string message, Exception? innerException = null) : Exception(message, innerException);
