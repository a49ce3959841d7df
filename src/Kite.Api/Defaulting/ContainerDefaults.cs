using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of containers of all sorts.</summary>
internal static class ContainerDefaults
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] Hooks = ["postStart", "preStop"];

    internal static void Apply(JsonObject container)
    {
        if (container.Text("imagePullPolicy").Length == 0) container["imagePullPolicy"] = ImageTag.PullPolicy(container.Text("image"));
        // Upstream always writes it; a template read and written by a Go client must stay what it was.
        container.ObjectOrNew("resources");
        container.DefaultTo("terminationMessagePath", "/dev/termination-log");
        container.DefaultTo("terminationMessagePolicy", "File");
        foreach (var port in container.Objects("ports")) port.DefaultTo("protocol", "TCP");
        foreach (var variable in container.Objects("env"))
        {
            variable.Object("valueFrom").Object("fieldRef")?.DefaultTo("apiVersion", "v1");
            variable.Object("valueFrom").Object("fileKeyRef")?.DefaultTo("optional", false);
        }
        foreach (var probe in Probes)
        {
            if (container.Object(probe) is { } found) ApplyProbe(found);
        }
        foreach (var hook in Hooks) ApplyHandler(container.Object("lifecycle").Object(hook));
    }

    /// <summary>Requests what is limited and not requested.</summary>
    internal static void RequestLimits(JsonObject container)
    {
        if (container.Object("resources") is not { } resources || resources.Object("limits") is not { Count: > 0 } limits) return;
        var requests = resources.ObjectOrNew("requests");
        foreach (var (name, amount) in limits)
        {
            if (!requests.ContainsKey(name)) requests[name] = amount!.DeepClone();
        }
    }

    private static void ApplyProbe(JsonObject probe)
    {
        DefaultNumber(probe, "timeoutSeconds", 1);
        DefaultNumber(probe, "periodSeconds", 10);
        DefaultNumber(probe, "successThreshold", 1);
        DefaultNumber(probe, "failureThreshold", 3);
        ApplyHandler(probe);
        if (probe.Object("grpc") is { } grpc && !grpc.ContainsKey("service")) grpc["service"] = "";
    }

    private static void ApplyHandler(JsonObject? handler)
    {
        if (handler.Object("httpGet") is not { } http) return;
        http.DefaultTo("path", "/");
        http.DefaultTo("scheme", "HTTP");
    }

    private static void DefaultNumber(JsonObject probe, string name, long number)
    {
        if (probe.Integer(name) is null or 0) probe[name] = number;
    }
}
