using Kite.Agent.Kubelet.Status;

namespace Kite.Agent.Kubelet.Resources;

/// <summary>Where a node's pods are among the control groups: <c>/kubepods/burstable/pod&lt;uid&gt;</c>, or the same as systemd's slices.</summary>
/// <remarks>Pods with guaranteed resources are right below the root.</remarks>
internal sealed class CgroupNames(bool isSystemd)
{
    /// <summary>The group of all pods.</summary>
    public string Root { get; } = isSystemd ? "/kubepods.slice" : "/kubepods";

    /// <summary>The group of a class's pods.</summary>
    public string Of(string qosClass) => Part(qosClass) is { } part ? isSystemd ? $"{Root}/kubepods-{part}.slice" : $"{Root}/{part}" : Root;

    /// <summary>The group of a pod.</summary>
    public string Of(string qosClass, string uid)
    {
        if (!isSystemd) return $"{Of(qosClass)}/pod{uid}";
        // A dash is systemd's way to nest.
        var name = "pod" + uid.Replace('-', '_');
        return Part(qosClass) is { } part ? $"{Of(qosClass)}/kubepods-{part}-{name}.slice" : $"{Root}/kubepods-{name}.slice";
    }

    private static string? Part(string qosClass) => qosClass switch
    {
        QualityOfService.Burstable => "burstable",
        QualityOfService.BestEffort => "besteffort",
        _ => null,
    };
}
