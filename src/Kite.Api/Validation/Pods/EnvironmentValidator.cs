using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks a container's environment.</summary>
internal static class EnvironmentValidator
{
    private static readonly string[] Sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];
    private static readonly string[] KeySources = ["configMapKeyRef", "secretKeyRef"];
    private static readonly string[] Maps = ["configMapRef", "secretRef"];

    internal static void Validate(JsonObject container, FieldPath path, FieldErrors errors)
    {
        if (!container.IsEmpty("env"))
        {
            var at = 0;
            foreach (var variable in container.Objects("env")) ValidateVariable(variable, path.Child("env").Item(at++), errors);
        }
        if (container.IsEmpty("envFrom")) return;
        var index = 0;
        foreach (var source in container.Objects("envFrom")) ValidateMap(source, path.Child("envFrom"), path.Child("envFrom").Item(index++), errors);
    }

    private static void ValidateVariable(JsonObject variable, FieldPath path, FieldErrors errors)
    {
        var name = variable.Text("name");
        if (name.Length == 0) errors.Required(path.Child("name"));
        else errors.InvalidIf(path.Child("name"), name, Formats.EnvironmentName(name));
        if (variable.Object("valueFrom") is not { } source) return;
        var below = path.Child("valueFrom");
        DownwardValidator.ValidateField(source.Object("fieldRef"), DownwardValidator.EnvironmentFields, below.Child("fieldRef"), errors);
        DownwardValidator.ValidateResource(source.Object("resourceFieldRef"), needsContainer: false, below.Child("resourceFieldRef"), errors);
        foreach (var field in KeySources)
        {
            if (source.Object(field) is { } key) ValidateKey(key, below.Child(field), errors);
        }
        var count = Sources.Count(source.ContainsKey);
        if (count == 0) errors.Invalid(below, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
        else if (variable.Text("value").Length > 0) errors.Invalid(below, "", "may not be specified when `value` is not empty");
        else if (count > 1) errors.Invalid(below, "", "may not have more than one field specified at a time");
    }

    private static void ValidateKey(JsonObject selector, FieldPath path, FieldErrors errors)
    {
        errors.InvalidIf(path.Child("name"), selector.Text("name"), Formats.Subdomain(selector.Text("name")));
        var key = selector.Text("key");
        if (key.Length == 0) errors.Required(path.Child("key"));
        else errors.InvalidIf(path.Child("key"), key, Formats.ConfigKey(key));
    }

    private static void ValidateMap(JsonObject source, FieldPath list, FieldPath path, FieldErrors errors)
    {
        if (source.Text("prefix") is { Length: > 0 } prefix) errors.InvalidIf(path.Child("prefix"), prefix, Formats.EnvironmentName(prefix));
        foreach (var field in Maps)
        {
            if (source.Object(field) is not { } map) continue;
            if (map.Text("name") is { Length: > 0 } name) errors.InvalidIf(path.Child(field).Child("name"), name, NameRules.Subdomain(name, true));
            else errors.Required(path.Child(field).Child("name"));
        }
        var count = Maps.Count(source.ContainsKey);
        if (count == 0) errors.Invalid(list, "", "must specify one of: `configMapRef` or `secretRef`");
        else if (count > 1) errors.Invalid(list, "", "may not have more than one field specified at a time");
    }
}
