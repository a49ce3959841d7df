using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.PodSecurity.Checks;

/// <summary>Containers don't run as root, unless root in the pod is nobody on the node.</summary>
internal static class UserChecks
{
    /// <summary>They say that they don't.</summary>
    public static Violation? NonRoot(PodToCheck pod, LevelVersion at)
    {
        if (at.Has(35) && pod.HasOwnUsers) return null;
        const string Reason = "runAsNonRoot != true";
        var whole = pod.Security.Flag("runAsNonRoot");
        if (Phrases.Setters(whole == false, pod.Names(container => PodToCheck.SecurityOf(container).Flag("runAsNonRoot") == false)) is { } setters)
            return new(Reason, $"{setters} must not set securityContext.runAsNonRoot=false");
        if (whole == true) return null;
        var silent = pod.Names(container => PodToCheck.SecurityOf(container).Flag("runAsNonRoot") is null);
        return silent.Count == 0 ? null : new(Reason, $"pod or {Phrases.Containers(silent)} must set securityContext.runAsNonRoot=true");
    }

    /// <summary>They don't ask for it.</summary>
    public static Violation? User(PodToCheck pod, LevelVersion at)
    {
        if (!at.Has(23) || (at.Has(35) && pod.HasOwnUsers)) return null;
        var setters = Phrases.Setters(pod.Security.Integer("runAsUser") == 0, pod.Names(container => PodToCheck.SecurityOf(container).Integer("runAsUser") == 0));
        return setters is null ? null : new("runAsUser=0", $"{setters} must not set runAsUser=0");
    }
}
