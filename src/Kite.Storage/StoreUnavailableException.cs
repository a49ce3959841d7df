namespace Kite.Storage;

/// <summary>The store can't be opened or written; the message says why and what to do.</summary>
public class StoreUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
