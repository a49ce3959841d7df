using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.PodSecurity.Checks;

/// <summary>Profiles that confine containers: AppArmor, seccomp, SELinux.</summary>
internal static class ProfileChecks
{
    private const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";
    private const string SeccompPodAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
    private const string SeccompContainerAnnotation = "container.seccomp.security.alpha.kubernetes.io/";
    private static readonly string[] SeLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t"];

    /// <summary>AppArmor's profile stays the runtime's, or is one of the node's.</summary>
    public static Violation? AppArmor(PodToCheck pod, LevelVersion at)
    {
        var (isPodBad, containers, values) = Bad(pod, "appArmorProfile");
        var annotations = pod.Annotations
            .Where(pair => pair.Key.StartsWith(AppArmorAnnotation, StringComparison.Ordinal) && pair.Value is not ("" or "runtime/default") && !pair.Value.StartsWith("localhost/", StringComparison.Ordinal))
            .Select(pair => $"{pair.Key}=\"{pair.Value}\"").Order(StringComparer.Ordinal).ToArray();
        var setters = Phrases.Setters(isPodBad, containers);
        if (annotations.Length > 0) setters = (setters is null ? "" : setters + " and ") + Phrases.Plural("annotation", annotations.Length);
        if (setters is null) return null;
        IReadOnlyList<string> all = [.. Phrases.Sorted(values), .. annotations];
        return new(Phrases.Plural("forbidden AppArmor profile", all.Count), $"{setters} must not set AppArmor profile type to {Phrases.Quoted(all)}");
    }

    /// <summary>Seccomp isn't turned off.</summary>
    public static Violation? SeccompBaseline(PodToCheck pod, LevelVersion at)
    {
        if (!at.Has(19)) return SeccompAnnotations(pod);
        var (isPodBad, containers, values) = Bad(pod, "seccompProfile");
        return Phrases.Setters(isPodBad, containers) is { } setters ? new("seccompProfile", $"{setters} must not set securityContext.seccompProfile.type to {Phrases.QuotedSet(values)}") : null;
    }

    /// <summary>Seccomp is asked for.</summary>
    public static Violation? SeccompRestricted(PodToCheck pod, LevelVersion at)
    {
        if (at.Has(25) && pod.IsWindows) return null;
        if (SeccompBaseline(pod, at) is { } bad) return bad;
        if (pod.Security.Object("seccompProfile") is not null) return null;
        var silent = pod.Names(container => PodToCheck.SecurityOf(container).Object("seccompProfile") is null);
        return silent.Count == 0 ? null : new("seccompProfile", $"pod or {Phrases.Containers(silent)} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"");
    }

    /// <summary>SELinux uses a container's type, and nobody's user or role.</summary>
    public static Violation? SeLinux(PodToCheck pod, LevelVersion at)
    {
        bool IsType(string type) => SeLinuxTypes.Contains(type) || (at.Has(31) && type == "container_engine_t");
        bool IsBad(JsonObject? options) => !IsType(options.Text("type")) || options.Text("user").Length > 0 || options.Text("role").Length > 0;
        var options = pod.Containers.Select(PodToCheck.SecurityOf).Append(pod.Security).Select(context => context.Object("seLinuxOptions")).ToArray();
        var setters = Phrases.Setters(IsBad(pod.Security.Object("seLinuxOptions")), pod.Names(container => IsBad(PodToCheck.SecurityOf(container).Object("seLinuxOptions"))));
        if (setters is null) return null;
        var types = Phrases.Sorted(options.Select(option => option.Text("type")).Where(type => !IsType(type)));
        var data = new List<string>();
        if (types.Count > 0) data.Add($"{Phrases.Plural("type", types.Count)} {Phrases.Quoted(types)}");
        if (options.Any(option => option.Text("user").Length > 0)) data.Add("user may not be set");
        if (options.Any(option => option.Text("role").Length > 0)) data.Add("role may not be set");
        return new("seLinuxOptions", $"{setters} set forbidden securityContext.seLinuxOptions: {string.Join("; ", data)}");
    }

    private static Violation? SeccompAnnotations(PodToCheck pod)
    {
        var keys = pod.Containers.Select(container => SeccompContainerAnnotation + container.Text("name")).Append(SeccompPodAnnotation).ToHashSet(StringComparer.Ordinal);
        var bad = Phrases.Sorted(pod.Annotations
            .Where(pair => keys.Contains(pair.Key) && pair.Value is not ("runtime/default" or "docker/default") && !pair.Value.StartsWith("localhost/", StringComparison.Ordinal))
            .Select(pair => $"{pair.Key}=\"{pair.Value}\""));
        return bad.Count == 0 ? null : new("seccompProfile", $"forbidden {Phrases.Plural("annotation", bad.Count)} {string.Join(", ", bad)}");
    }

    private static (bool IsPodBad, IReadOnlyList<string> Containers, IEnumerable<string> Values) Bad(PodToCheck pod, string field)
    {
        static bool IsBad(JsonObject? profile) => profile is not null && profile.Text("type") is not ("RuntimeDefault" or "Localhost");
        var profiles = pod.Containers.Select(PodToCheck.SecurityOf).Append(pod.Security).Select(context => context.Object(field));
        return (IsBad(pod.Security.Object(field)), pod.Names(container => IsBad(PodToCheck.SecurityOf(container).Object(field))), profiles.Where(IsBad).Select(profile => profile.Text("type")));
    }
}
