using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Resources;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Pods: how many that haven't ended, what they request and what they are limited to.</summary>
internal sealed class PodQuota(TimeProvider time) : IQuotaEvaluator
{
    private const string Requests = "requests.";
    private const string Limits = "limits.";
    private const string HugePages = "hugepages-";
    private static readonly string[] Known =
    [
        "pods", "count/pods", "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
    ];

    /// <summary>Where one of these is limited, every container has to say it.</summary>
    private static readonly string[] Demanded = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

    /// <inheritdoc/>
    public string GroupResource => "pods";

    /// <inheritdoc/>
    public bool Concerns(AdmissionRequest request) => request is { Operation: AdmissionOperation.Create, Subresource: "" } or { Operation: AdmissionOperation.Update, Subresource: "resize" };

    /// <inheritdoc/>
    public bool Counts(string quota)
    {
        if (Known.Contains(quota) || quota.StartsWith(HugePages, StringComparison.Ordinal)) return true;
        if (!quota.StartsWith(Requests, StringComparison.Ordinal)) return false;
        var resource = quota[Requests.Length..];
        return resource.StartsWith(HugePages, StringComparison.Ordinal) || IsExtended(resource);
    }

    /// <inheritdoc/>
    public bool Fits(QuotaScope scope, JsonObject item)
    {
        var spec = item.Object("spec");
        return scope.Name switch
        {
            "Terminating" => spec.Integer("activeDeadlineSeconds") is >= 0,
            "NotTerminating" => spec.Integer("activeDeadlineSeconds") is not >= 0,
            "BestEffort" => item.Object("status").Text("qosClass") == "BestEffort",
            "NotBestEffort" => item.Object("status").Text("qosClass") != "BestEffort",
            "PriorityClass" => scope.Picks(spec.Text("priorityClassName")),
            "CrossNamespacePodAffinity" => PodNamespaces.ReachesOut(spec.Object("affinity")),
            _ => false,
        };
    }

    /// <inheritdoc/>
    public ResourceAmounts Usage(JsonObject item)
    {
        // Whatever is stored is an object; a pod is one that hasn't ended.
        var used = new ResourceAmounts { ["count/pods"] = Quantity.Of(1) };
        if (HasEnded(item)) return used;
        used["pods"] = Quantity.Of(1);
        AddCompute(PodAmounts.TakenRequests(item), PodAmounts.TakenLimits(item), used);
        return used;
    }

    /// <inheritdoc/>
    public string? Missing(IReadOnlyCollection<string> quotas, JsonObject item)
    {
        var demanded = quotas.Where(quota => Demanded.Contains(quota)).Order(StringComparer.Ordinal).ToArray();
        if (demanded.Length == 0) return null;
        var spec = item.Object("spec");
        var missing = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
        {
            var said = new ResourceAmounts();
            AddCompute(PodAmounts.Of(container, "requests"), PodAmounts.Of(container, "limits"), said);
            foreach (var name in demanded.Where(name => !said.Has(name) && !IsSaidByPod(spec, name)))
            {
                if (!missing.TryGetValue(name, out var containers)) missing.Add(name, containers = new(StringComparer.Ordinal));
                containers.Add(container.Text("name"));
            }
        }
        return missing.Count == 0 ? null : $"must specify {string.Join("; ", missing.Select(pair => $"{pair.Key} for: {string.Join(",", pair.Value)}"))}";
    }

    private static bool IsSaidByPod(JsonObject? spec, string name)
    {
        var said = new ResourceAmounts();
        AddCompute(PodAmounts.Of(spec, "requests"), PodAmounts.Of(spec, "limits"), said);
        return said.Has(name);
    }

    private static void AddCompute(ResourceAmounts requests, ResourceAmounts limits, ResourceAmounts used)
    {
        foreach (var (name, amount) in requests.All)
        {
            var isPlain = name is "cpu" or "memory" or "ephemeral-storage" || name.StartsWith(HugePages, StringComparison.Ordinal);
            if (isPlain) used[name] = amount;
            if (isPlain || IsExtended(name)) used[Requests + name] = amount;
        }
        foreach (var name in new[] { "cpu", "memory", "ephemeral-storage" })
        {
            if (limits.Has(name)) used[Limits + name] = limits[name];
        }
    }

    private static bool IsExtended(string resource) => resource.Contains('/') && !resource.Contains("kubernetes.io/", StringComparison.Ordinal) && !resource.StartsWith(Requests, StringComparison.Ordinal);

    private bool HasEnded(JsonObject pod)
    {
        if (pod.Object("status").Text("phase") is "Succeeded" or "Failed") return true;
        var metadata = pod.Object("metadata");
        return metadata.Integer("deletionGracePeriodSeconds") is { } grace
            && DateTimeOffset.TryParse(metadata.Text("deletionTimestamp"), System.Globalization.CultureInfo.InvariantCulture, out var deletion)
            && time.GetUtcNow() > deletion.AddSeconds(grace);
    }
}
