namespace Kite.Agent.Volumes;

/// <summary>A volume can't be made now; the message says why.</summary>
internal sealed class VolumeException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What failed, in the words of upstream's events.</summary>
    public string Operation { get; init; } = "MountVolume.SetUp";

    /// <summary>True where the message is the event's, as it is.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The reason of the event.</summary>
    public string Reason { get; init; } = "FailedMount";
}
