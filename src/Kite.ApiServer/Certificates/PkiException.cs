namespace Kite.ApiServer.Certificates;

/// <summary>The server's key and certificate files can't be used; the message names the file and says why, in one line.</summary>
public sealed class PkiException(string message, Exception? innerException = null) : Exception(message, innerException);
