namespace Kite.ApiServer.Configuration;

/// <summary>An expression has no value, or not one that it may have.</summary>
internal sealed class ExpressionFailedException(string message) : Exception(message);
