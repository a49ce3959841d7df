namespace Kite.Agent.Probes;

/// <summary>What a probe says of a container.</summary>
internal enum ProbeVerdict
{
    /// <summary>Nothing.</summary>
    Unknown,

    /// <summary>It answered as it should.</summary>
    Healthy,

    /// <summary>It didn't.</summary>
    Unhealthy,
}
