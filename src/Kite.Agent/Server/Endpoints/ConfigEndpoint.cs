using System.Text.Json;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Eviction;
using Kite.Agent.Kubelet.Nodes;
using Kite.Api.Meta;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/configz</c>: how this kubelet is set up, as upstream's <c>KubeletConfiguration</c> names it.</summary>
internal sealed class ConfigEndpoint(KubeletOptions options) : IKubeletEndpoint
{
    public string Name => "configz";

    public async Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteStartObject("kubeletconfig");
        writer.WriteNumber("port", options.Port);
        writer.WriteString("clusterDomain", options.ClusterDomain);
        if (options.ClusterDns is { } dns)
        {
            writer.WriteStartArray("clusterDNS");
            writer.WriteStringValue(dns.ToString());
            writer.WriteEndArray();
        }
        writer.WriteString("resolvConf", options.ResolverConfiguration);
        writer.WriteNumber("maxPods", options.MaxPods);
        writer.WriteNumber("podPidsLimit", options.PodPidsLimit);
        writer.WriteString("nodeStatusUpdateFrequency", "10s");
        writer.WriteString("nodeStatusReportFrequency", "5m0s");
        writer.WriteNumber("nodeLeaseDurationSeconds", 40);
        writer.WriteNumber("imageGCHighThresholdPercent", options.Images.HighThresholdPercent);
        writer.WriteNumber("imageGCLowThresholdPercent", options.Images.LowThresholdPercent);
        writer.WriteString("imageMinimumGCAge", GoDuration.Format(options.Images.LeastAge));
        writer.WriteString("imageMaximumGCAge", GoDuration.Format(options.Images.MostAge));
        writer.WriteBoolean("serializeImagePulls", options.Images.MostPulls == 1);
        writer.WriteNumber("maxParallelImagePulls", options.Images.MostPulls);
        writer.WriteString("imagePullCredentialsVerificationPolicy", options.Images.Verification.ToString());
        Write(writer, "evictionHard", options.EvictionHard);
        Write(writer, "evictionSoft", options.EvictionSoft);
        WriteGracePeriods(writer, options.EvictionSoft);
        WriteReclaim(writer, options.EvictionHard.Concat(options.EvictionSoft));
        writer.WriteString("evictionPressureTransitionPeriod", GoDuration.Format(options.EvictionPressureTransitionPeriod));
        writer.WriteNumber("evictionMaxPodGracePeriod", (long)options.EvictionMaxPodGracePeriod.TotalSeconds);
        Write(writer, "kubeReserved", options.KubeReserved);
        Write(writer, "systemReserved", options.SystemReserved);
        writer.WriteStartArray("enforceNodeAllocatable");
        writer.WriteStringValue("pods");
        writer.WriteEndArray();
        writer.WriteStartObject("authentication");
        writer.WriteStartObject("anonymous");
        writer.WriteBoolean("enabled", false);
        writer.WriteEndObject();
        writer.WriteStartObject("webhook");
        writer.WriteBoolean("enabled", true);
        writer.WriteString("cacheTTL", "2m0s");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("authorization");
        writer.WriteString("mode", "Webhook");
        writer.WriteEndObject();
        writer.WriteBoolean("serverTLSBootstrap", true);
        writer.WriteBoolean("rotateCertificates", true);
        writer.WriteString("kind", "KubeletConfiguration");
        writer.WriteString("apiVersion", "kubelet.config.k8s.io/v1beta1");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<EvictionThreshold> thresholds)
    {
        if (thresholds.Count == 0) return;
        writer.WriteStartObject(name);
        foreach (var threshold in thresholds) writer.WriteString(threshold.Signal, Amount(threshold.Least, threshold.LeastShare));
        writer.WriteEndObject();
    }

    private static void WriteReclaim(Utf8JsonWriter writer, IEnumerable<EvictionThreshold> thresholds)
    {
        var reclaims = thresholds.Where(threshold => threshold.MinimumReclaim is not null || threshold.MinimumReclaimShare > 0).DistinctBy(threshold => threshold.Signal).ToArray();
        if (reclaims.Length == 0) return;
        writer.WriteStartObject("evictionMinimumReclaim");
        foreach (var threshold in reclaims) writer.WriteString(threshold.Signal, Amount(threshold.MinimumReclaim, threshold.MinimumReclaimShare));
        writer.WriteEndObject();
    }

    private static void WriteGracePeriods(Utf8JsonWriter writer, IReadOnlyList<EvictionThreshold> thresholds)
    {
        if (thresholds.Count == 0) return;
        writer.WriteStartObject("evictionSoftGracePeriod");
        foreach (var threshold in thresholds) writer.WriteString(threshold.Signal, GoDuration.Format(threshold.GracePeriod ?? TimeSpan.Zero));
        writer.WriteEndObject();
    }

    private static string Amount(Quantity? amount, double share) => amount?.Text ?? FormattableString.Invariant($"{share * 100:0.##}%");

    private static void Write(Utf8JsonWriter writer, string name, ReservedResources reserved)
    {
        if (reserved.Amounts.Count == 0) return;
        writer.WriteStartObject(name);
        foreach (var (resource, amount) in reserved.Amounts) writer.WriteString(resource, amount.Text);
        writer.WriteEndObject();
    }
}
