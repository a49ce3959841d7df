using System.Text.Json;
using Google.Protobuf.Collections;

namespace Kite.Agent.Runtime.Cri;

/// <summary>Reads the JSON that runtimes add to an answer in detail. CRI fixes no form; containerd and CRI-O agree on what is read here.</summary>
internal static class CriInfo
{
    /// <summary>The process id on the node; 0 where it isn't told.</summary>
    public static long ProcessId(MapField<string, string> info)
    {
        using var document = Parse(info, "info");
        return document?.RootElement.TryGetProperty("pid", out var pid) is true && pid.TryGetInt64(out var number) ? number : 0;
    }

    /// <summary>Where the runtime looks for CNI configurations; null where it isn't told.</summary>
    public static string? CniConfigurationDirectory(MapField<string, string> info)
    {
        using var document = Parse(info, "config");
        return document?.RootElement.TryGetProperty("cni", out var cni) is true && cni.TryGetProperty("confDir", out var directory) ? directory.GetString() : null;
    }

    /// <summary>The image of sandboxes; null where it isn't told.</summary>
    public static string? SandboxImage(MapField<string, string> info)
    {
        using var document = Parse(info, "config");
        return document?.RootElement.TryGetProperty("sandboxImage", out var image) is true ? image.GetString() : null;
    }

    /// <summary>True where the runtime has systemd make control groups.</summary>
    public static bool HasSystemdCgroups(MapField<string, string> info)
    {
        using var document = Parse(info, "config");
        return document?.RootElement.TryGetProperty("containerd", out var containerd) is true
            && containerd.TryGetProperty("runtimes", out var runtimes) && runtimes.TryGetProperty("runc", out var runc)
            && runc.TryGetProperty("options", out var options) && options.ValueKind is JsonValueKind.Object
            && options.TryGetProperty("SystemdCgroup", out var systemd) && systemd.ValueKind is JsonValueKind.True;
    }

    /// <summary>The handlers that the runtime is set up with, the default one first. Older runtimes name them in their configuration only.</summary>
    public static IReadOnlyList<RuntimeHandler> Handlers(V1.StatusResponse status)
    {
        if (status.RuntimeHandlers.Count > 0) return [.. status.RuntimeHandlers.Select(handler => new RuntimeHandler(handler.Name, handler.Features?.UserNamespaces is true)).OrderBy(handler => handler.Name, StringComparer.Ordinal)];
        using var document = Parse(status.Info, "config");
        return document?.RootElement.TryGetProperty("containerd", out var containerd) is true && containerd.TryGetProperty("runtimes", out var runtimes) && runtimes.ValueKind is JsonValueKind.Object
            ? [.. runtimes.EnumerateObject().Select(runtime => runtime.Name).Prepend("").Order(StringComparer.Ordinal).Select(name => new RuntimeHandler(name))]
            : [new("")];
    }

    /// <summary>What a container has of CPU and memory, out of what is handed down to the lower runtime; null where it isn't told.</summary>
    public static ContainerResources? Resources(MapField<string, string> info)
    {
        using var document = Parse(info, "info");
        if (document?.RootElement.TryGetProperty("runtimeSpec", out var spec) is not true || spec.ValueKind is not JsonValueKind.Object) return null;
        if (!spec.TryGetProperty("linux", out var linux) || !linux.TryGetProperty("resources", out var resources)) return null;
        var score = spec.TryGetProperty("process", out var process) ? Number(process, "oomScoreAdj") : 0;
        return new ContainerResources(
            Number(resources, "cpu", "shares"), Math.Max(0, Number(resources, "cpu", "quota")), Number(resources, "cpu", "period") is > 0 and var period ? period : ContainerResources.None.CpuPeriod,
            Math.Max(0, Number(resources, "memory", "limit")), (int)score);
    }

    private static long Number(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out element)) return 0;
        return element.ValueKind is JsonValueKind.Number && element.TryGetInt64(out var number) ? number : 0;
    }

    private static JsonDocument? Parse(MapField<string, string> info, string name)
    {
        try
        {
            return info.TryGetValue(name, out var text) && JsonDocument.Parse(text) is { RootElement.ValueKind: JsonValueKind.Object } document ? document : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
