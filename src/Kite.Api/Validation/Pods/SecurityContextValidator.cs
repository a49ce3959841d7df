using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks the security contexts of pods and containers.</summary>
internal static class SecurityContextValidator
{
    private const int MaxSysctl = 253;
    private static readonly string[] ProfileTypes = ["Localhost", "RuntimeDefault", "Unconfined"];
    private static readonly string[] GroupChanges = ["Always", "OnRootMismatch"];
    private static readonly string[] ProcMounts = ["Default", "Unmasked"];
    private static readonly string[] HostNamespaces = ["hostNetwork", "hostPID", "hostIPC"];

    internal static void ValidatePod(JsonObject? spec, FieldPath specPath, FieldErrors errors)
    {
        var context = spec.Object("securityContext");
        var path = specPath.Child("securityContext");
        ValidateIds(context, path, errors);
        var at = 0;
        foreach (var group in context.Array("supplementalGroups") ?? [])
        {
            if (group.AsInteger() is { } id && Formats.AbsoluteId(id, uint.MaxValue) is { } wrong) errors.Invalid(path.Child("supplementalGroups").Item(at), id, wrong);
            at++;
        }
        if (spec.IsSet("shareProcessNamespace") && spec.IsSet("hostPID"))
            errors.Invalid(path.Child("shareProcessNamespace"), spec!["shareProcessNamespace"], "ShareProcessNamespace and HostPID cannot both be enabled");
        ValidateSysctls(context, path.Child("sysctls"), errors);
        if (context.Text("fsGroupChangePolicy") is { Length: > 0 } change && !GroupChanges.Contains(change)) errors.NotSupported(path.Child("fsGroupChangePolicy"), change, GroupChanges);
        ValidateProfiles(context, path, errors);
        if (spec.Flag("hostUsers") != false) return;
        foreach (var field in HostNamespaces)
        {
            if (spec.IsSet(field)) errors.Forbidden(specPath.Child(field == "hostNetwork" ? field : $"H{field[1..]}"), "when `pod.Spec.HostUsers` is false");
        }
    }

    internal static void ValidateContainer(JsonObject? context, FieldPath path, FieldErrors errors)
    {
        if (context is null) return;
        ValidateIds(context, path, errors);
        if (context.Text("procMount") is { Length: > 0 } mount && !ProcMounts.Contains(mount)) errors.NotSupported(path.Child("procMount"), mount, ProcMounts);
        ValidateProfiles(context, path, errors);
        if (context.Flag("allowPrivilegeEscalation") != false) return;
        if (context.IsSet("privileged")) errors.Invalid(path, context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        if (context.Object("capabilities").Texts("add").Contains("CAP_SYS_ADMIN")) errors.Invalid(path, context, "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
    }

    private static void ValidateIds(JsonObject? context, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["fsGroup", "runAsUser", "runAsGroup"])
        {
            if (context.Integer(field) is { } id && Formats.AbsoluteId(id, uint.MaxValue) is { } wrong) errors.Invalid(path.Child(field), id, wrong);
        }
    }

    private static void ValidateSysctls(JsonObject? context, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var sysctl in context.Objects("sysctls"))
        {
            var below = path.Item(at++).Child("name");
            var name = sysctl.Text("name");
            if (name.Length == 0) errors.Required(below);
            else if (!IsSysctl(name)) errors.Invalid(below, name, $"must have at most {MaxSysctl} characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$");
            else if (!seen.Add(name)) errors.Duplicate(below, name);
        }
    }

    private static bool IsSysctl(string name) => name.Length <= MaxSysctl && name.Split('.', '/').All(part =>
        part.Length > 0 && char.IsAsciiLetterOrDigit(part[0]) && char.IsAsciiLetterOrDigit(part[^1])
        && part.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_'));

    private static void ValidateProfiles(JsonObject? context, FieldPath path, FieldErrors errors)
    {
        ValidateProfile(context.Object("seccompProfile"), "seccomp", "seccompProfile", path.Child("seccompProfile"), errors);
        ValidateProfile(context.Object("appArmorProfile"), "AppArmor", "appArmorProfile", path.Child("appArmorProfile"), errors);
    }

    private static void ValidateProfile(JsonObject? profile, string name, string field, FieldPath path, FieldErrors errors)
    {
        if (profile is null) return;
        var type = profile.Text("type");
        if (type.Length == 0) errors.Required(path.Child("type"), $"type is required when {field} is set");
        else if (!ProfileTypes.Contains(type)) errors.NotSupported(path.Child("type"), type, ProfileTypes);
        var local = profile.Text("localhostProfile");
        if (type == "Localhost" && local.Length == 0) errors.Required(path.Child("localhostProfile"), $"must be set when {name} type is Localhost");
        else if (type != "Localhost" && local.Length > 0) errors.Invalid(path.Child("localhostProfile"), local, $"can only be set when {name} type is Localhost");
    }
}
