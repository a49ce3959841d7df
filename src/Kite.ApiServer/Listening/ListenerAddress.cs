namespace Kite.ApiServer.Listening;

/// <summary>Where the server listens, once it does.</summary>
public sealed class ListenerAddress
{
    /// <summary>The port; 0 until the server listens.</summary>
    public int Port { get; internal set; }
}
