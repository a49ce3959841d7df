namespace Kite.Agent.Volumes;

/// <summary>A volume can't be made now; the message is for the event.</summary>
internal sealed class VolumeException(string volume, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Which volume.</summary>
    public string Volume => volume;
}
