namespace Kite.Agent.Runtime;

/// <summary>What happened in the engine.</summary>
internal enum RuntimeEventType
{
    /// <summary>The stream of events has begun.</summary>
    Subscribed,

    /// <summary>A container started.</summary>
    ContainerStarted,

    /// <summary>A container ended.</summary>
    ContainerEnded,

    /// <summary>A container was removed.</summary>
    ContainerRemoved,

    /// <summary>Images came or went.</summary>
    ImagesChanged,
}
