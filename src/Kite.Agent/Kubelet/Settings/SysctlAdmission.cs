using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Refuses pods that set kernel parameters which could reach beyond them, unless the node allows these.</summary>
internal sealed class SysctlAdmission(KubeletOptions options) : IPodAdmission
{
    private static readonly HashSet<string> Safe = new(StringComparer.Ordinal)
    {
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_wmem",
    };

    public ValueTask<PodRejection?> AdmitAsync(PodAdmissionRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(Check(request.Pod));

    internal PodRejection? Check(Pod pod)
    {
        foreach (var sysctl in pod.Spec.SecurityContext?.Sysctls ?? [])
        {
            var name = SysctlNames.Normalize(sysctl.Name);
            if (WhyNot(pod, name) is { } why) return new PodRejection("SysctlForbidden", $"forbidden sysctl: \"{sysctl.Name}\" {why}");
        }
        return null;
    }

    private string? WhyNot(Pod pod, string name)
    {
        if (SysctlNames.IsIpc(name) && pod.Spec.HostIPC is true) return "not allowed with host ipc enabled";
        if (SysctlNames.IsNetwork(name) && pod.Spec.HostNetwork is true) return "not allowed with host net enabled";
        return Safe.Contains(name) || options.AllowedUnsafeSysctls.Any(pattern => SysctlNames.Matches(SysctlNames.Normalize(pattern), name)) ? null : "not allowlisted";
    }
}
