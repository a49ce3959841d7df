using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.PodSecurity.Checks;

/// <summary>What containers may do beyond an ordinary process.</summary>
internal static class PrivilegeChecks
{
    private static readonly string[] DefaultCapabilities =
        ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"];

    /// <summary>None is privileged.</summary>
    public static Violation? Privileged(PodToCheck pod, LevelVersion at)
    {
        var bad = pod.Names(container => PodToCheck.SecurityOf(container).IsSet("privileged"));
        return bad.Count == 0 ? null : new("privileged", $"{Phrases.Containers(bad)} must not set securityContext.privileged=true");
    }

    /// <summary>No process gains what its parent doesn't have.</summary>
    public static Violation? Escalation(PodToCheck pod, LevelVersion at)
    {
        if (!at.Has(8) || (at.Has(25) && pod.IsWindows)) return null;
        var bad = pod.Names(container => PodToCheck.SecurityOf(container).Flag("allowPrivilegeEscalation") != false);
        return bad.Count == 0 ? null : new("allowPrivilegeEscalation != false", $"{Phrases.Containers(bad)} must set securityContext.allowPrivilegeEscalation=false");
    }

    /// <summary>No capability beyond the usual.</summary>
    public static Violation? CapabilitiesBaseline(PodToCheck pod, LevelVersion at)
    {
        var bad = pod.Names(container => Added(container, DefaultCapabilities).Any());
        return bad.Count == 0 ? null : new("non-default capabilities", Adds(pod, bad, DefaultCapabilities));
    }

    /// <summary>No capability but the one to bind low ports.</summary>
    public static Violation? CapabilitiesRestricted(PodToCheck pod, LevelVersion at)
    {
        if (at.Has(25) && pod.IsWindows) return null;
        string[] allowed = ["NET_BIND_SERVICE"];
        var keeping = pod.Names(container => !PodToCheck.SecurityOf(container).Object("capabilities").Texts("drop").Contains("ALL"));
        var adding = pod.Names(container => Added(container, allowed).Any());
        var details = new List<string>();
        if (keeping.Count > 0) details.Add($"{Phrases.Containers(keeping)} must set securityContext.capabilities.drop=[\"ALL\"]");
        if (adding.Count > 0) details.Add(Adds(pod, adding, allowed));
        return details.Count == 0 ? null : new("unrestricted capabilities", string.Join("; ", details));
    }

    /// <summary>/proc stays masked; in a pod with its own users there is nothing to see.</summary>
    public static Violation? ProcMountBaseline(PodToCheck pod, LevelVersion at) => at.Has(35) && pod.HasOwnUsers ? null : ProcMountRestricted(pod, at);

    /// <summary>/proc stays masked.</summary>
    public static Violation? ProcMountRestricted(PodToCheck pod, LevelVersion at)
    {
        static string Of(JsonObject container) => PodToCheck.SecurityOf(container).Text("procMount");
        var bad = pod.Names(container => Of(container) is not ("" or "Default"));
        return bad.Count == 0 ? null : new("procMount", $"{Phrases.Containers(bad)} must not set securityContext.procMount to {Phrases.QuotedSet(pod.Containers.Select(Of).Where(type => type is not ("" or "Default")))}");
    }

    private static IEnumerable<string> Added(JsonObject container, string[] allowed) => PodToCheck.SecurityOf(container).Object("capabilities").Texts("add").Where(name => !allowed.Contains(name));

    private static string Adds(PodToCheck pod, IReadOnlyList<string> containers, string[] allowed) =>
        $"{Phrases.Containers(containers)} must not include {Phrases.QuotedSet(pod.Containers.SelectMany(container => Added(container, allowed)))} in securityContext.capabilities.add";
}
