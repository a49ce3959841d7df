namespace Kite.Agent.Runtime;

/// <summary>Where a container is in its life.</summary>
internal enum ContainerRunState
{
    /// <summary>Made, never started.</summary>
    Created,

    /// <summary>Its process runs.</summary>
    Running,

    /// <summary>Its process has ended, or could not be started.</summary>
    Exited,
}
