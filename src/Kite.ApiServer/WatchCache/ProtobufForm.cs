namespace Kite.ApiServer.WatchCache;

/// <summary>An object's protobuf message, for as long as it is kept.</summary>
internal sealed class ProtobufForm(byte[] message)
{
    /// <summary>The message; null once it was dropped to make room.</summary>
    public byte[]? Message { get; private set; } = message;

    /// <summary>Forgets the message.</summary>
    public void Drop() => Message = null;
}
