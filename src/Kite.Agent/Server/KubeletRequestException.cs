namespace Kite.Agent.Server;

/// <summary>A request that can't be served; the message goes to the client as plain text.</summary>
internal sealed class KubeletRequestException(int statusCode, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The HTTP status code.</summary>
    public int StatusCode { get; } = statusCode;
}
