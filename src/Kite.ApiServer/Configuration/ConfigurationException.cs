namespace Kite.ApiServer.Configuration;

/// <summary>A configuration file can't be used; the message names the file and says in one line what is wrong with it.</summary>
public sealed class ConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
