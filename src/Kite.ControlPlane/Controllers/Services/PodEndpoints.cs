using System.Net;
using System.Net.Sockets;
using Kite.Api.Models.CoreV1;
using Kite.Api.Selectors;
using Kite.ControlPlane.Controllers.Pods;

namespace Kite.ControlPlane.Controllers.Services;

/// <summary>Pods seen as endpoints of a Service.</summary>
internal static class PodEndpoints
{
    /// <summary>True where the pod is, or is about to be, reachable under an address of its own.</summary>
    internal static bool IsEndpoint(this Pod pod) => !pod.IsFinished() && Addresses(pod).Any();

    /// <summary>The pod's addresses.</summary>
    internal static IEnumerable<string> Addresses(Pod pod) =>
        pod.Status.PodIPs.Count > 0 ? pod.Status.PodIPs.Select(ip => ip.Ip) : string.IsNullOrEmpty(pod.Status.PodIP) ? [] : [pod.Status.PodIP];

    /// <summary>The family of an address: <c>IPv4</c> or <c>IPv6</c>.</summary>
    internal static string AddressType(string address) =>
        IPAddress.TryParse(address, out var ip) && ip.AddressFamily is AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";

    /// <summary>The name that cluster DNS gives the pod within the Service, or null.</summary>
    internal static string? Hostname(Pod pod, Service service) =>
        !string.IsNullOrEmpty(pod.Spec.Hostname) && pod.Spec.Subdomain == service.Metadata.Name ? pod.Spec.Hostname : null;

    /// <summary>The reference to the pod that an endpoint carries.</summary>
    internal static ObjectReference Reference(Pod pod) => new()
    {
        Kind = "Pod",
        Namespace = pod.Metadata.Namespace,
        Name = pod.Metadata.Name,
        Uid = pod.Metadata.Uid,
    };

    /// <summary>The port of the pod that a Service port leads to, or null where the pod has none of that name.</summary>
    internal static int? TargetPort(Pod pod, ServicePort port)
    {
        if (port.TargetPort is not { } target) return port.Port;
        if (target.Text is not { } name) return target.Number == 0 ? port.Port : target.Number;
        var containers = pod.Spec.Containers.Concat(pod.Spec.InitContainers.Where(container => container.RestartPolicy == "Always"));
        foreach (var candidate in containers.SelectMany(container => container.Ports))
            if (candidate.Name == name && (candidate.Protocol ?? "TCP") == (port.Protocol ?? "TCP")) return candidate.ContainerPortValue;
        return null;
    }

    /// <summary>True where the change can change an endpoint; most status updates of pods can't.</summary>
    internal static bool HaveChanged(Pod? old, Pod pod)
    {
        if (old is null || old.Metadata.Uid != pod.Metadata.Uid) return true;
        return old.IsReady() != pod.IsReady()
            || old.IsTerminating() != pod.IsTerminating()
            || old.IsFinished() != pod.IsFinished()
            || old.Spec.NodeName != pod.Spec.NodeName
            || !Addresses(old).SequenceEqual(Addresses(pod))
            || HaveMoved(old, pod);
    }

    /// <summary>True where another set of selectors may match.</summary>
    internal static bool HaveMoved(Pod old, Pod pod) =>
        old.Metadata.Labels.Count != pod.Metadata.Labels.Count || !old.Metadata.Labels.Matches(pod.Metadata.Labels);
}
