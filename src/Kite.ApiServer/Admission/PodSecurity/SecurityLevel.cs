namespace Kite.ApiServer.Admission.PodSecurity;

/// <summary>How much a pod may do; each level allows less than the one before.</summary>
internal enum SecurityLevel
{
    /// <summary>Everything.</summary>
    Privileged,

    /// <summary>Nothing that is known to give away the node.</summary>
    Baseline,

    /// <summary>What hardened pods need.</summary>
    Restricted,
}
