namespace Kite.Agent.Volumes.Usage;

/// <summary>How it is found out how full a volume is.</summary>
internal enum VolumeMeasure
{
    /// <summary>Nobody measures it.</summary>
    None,

    /// <summary>Its files are counted.</summary>
    Files,

    /// <summary>It is a file system, which knows.</summary>
    FileSystem,

    /// <summary>Its driver is asked.</summary>
    Driver,
}
