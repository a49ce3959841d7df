namespace Kite.Agent.Probes;

/// <summary>What the probes of a pod's running containers have found so far, by container id.</summary>
internal interface IProbeResults
{
    /// <summary>True where the container has started up: its startup probe has succeeded, or it has none.</summary>
    bool IsStarted(string containerId);

    /// <summary>True where the container takes requests: its readiness probe succeeds, or it has none.</summary>
    bool IsReady(string containerId);

    /// <summary>The liveness or startup probe for which the container must be restarted, or null.</summary>
    FailedProbe? FailedProbe(string containerId);
}
