namespace Kite.Configuration;

/// <summary>The user asked for something that can't be done; the message says in one line what is wrong and what to do. Kite exits with code 1.</summary>
internal sealed class UsageException(string message, Exception? innerException = null) : Exception(message, innerException);
