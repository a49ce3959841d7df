using Kite.ApiServer.Admission.PodSecurity.Checks;

namespace Kite.ApiServer.Admission.PodSecurity;

/// <summary>The Pod Security Standards: which checks a level makes, in the order in which kube-apiserver tells of them.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/security/pod-security-standards/"/></remarks>
internal static class PodSecurityStandards
{
    private delegate Violation? Check(PodToCheck pod, LevelVersion at);

    /// <summary>The checks of the baseline, and from which version on the restricted level makes a stricter one instead.</summary>
    private static readonly (Check Check, int? ReplacedIn)[] Baseline =
    [
        (ProfileChecks.AppArmor, null),
        (PrivilegeChecks.CapabilitiesBaseline, 22),
        (HostChecks.Namespaces, null),
        (HostChecks.Paths, 0),
        (HostChecks.Ports, null),
        (HostChecks.Probes, null),
        (PrivilegeChecks.Privileged, null),
        (PrivilegeChecks.ProcMountBaseline, 35),
        (ProfileChecks.SeLinux, null),
        (ProfileChecks.SeccompBaseline, 19),
        (HostChecks.KernelSettings, null),
        (HostChecks.HostProcesses, null),
    ];

    private static readonly (Check Check, int Since)[] Restricted =
    [
        (PrivilegeChecks.Escalation, 8),
        (PrivilegeChecks.CapabilitiesRestricted, 22),
        (PrivilegeChecks.ProcMountRestricted, 35),
        (VolumeChecks.Types, 0),
        (UserChecks.NonRoot, 0),
        (UserChecks.User, 23),
        (ProfileChecks.SeccompRestricted, 19),
    ];

    /// <summary>What a pod does that the level doesn't allow.</summary>
    public static IReadOnlyList<Violation> Violations(PodToCheck pod, LevelVersion at)
    {
        if (at.Level == SecurityLevel.Privileged) return [];
        var isRestricted = at.Level == SecurityLevel.Restricted;
        var found = Baseline.Where(entry => !isRestricted || entry.ReplacedIn is not { } minor || !at.Has(minor)).Select(entry => entry.Check(pod, at)).ToList();
        if (isRestricted) found.AddRange(Restricted.Where(entry => at.Has(entry.Since)).Select(entry => entry.Check(pod, at)));
        return [.. found.OfType<Violation>()];
    }
}
