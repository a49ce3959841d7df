using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Autoscaling;

/// <summary>Checks one metric of an autoscaler: what is measured, and what is wanted of it.</summary>
internal static class MetricValidator
{
    private static readonly string[] Types = ["ContainerResource", "External", "Object", "Pods", "Resource"];
    private static readonly string[] Sources = ["object", "external", "pods", "resource", "containerResource"];

    internal static void Validate(JsonObject metric, FieldPath path, FieldErrors errors)
    {
        var type = metric.Text("type");
        if (type.Length == 0) errors.Required(path.Child("type"), "must specify a metric source type");
        if (!Types.Contains(type)) errors.NotSupported(path.Child("type"), type, Types);
        var given = Sources.Where(source => metric.Object(source) is not null).ToArray();
        if (given.Length > 0) ValidateSource(given[0], metric.Object(given[0])!, path.Child(given[0]), errors);
        var expected = type.Length == 0 ? "" : char.ToLowerInvariant(type[0]) + type[1..];
        if (Types.Contains(type) && !given.Contains(expected)) errors.Required(path.Child(expected), "must populate information for the given metric source");
        if (given.Length == 1) return;
        foreach (var source in given.Where(source => source != expected)) errors.Forbidden(path.Child(source), "must populate the given metric source only");
    }

    /// <summary>Checks a reference to an object of any kind, in any version.</summary>
    internal static void ValidateReference(JsonObject? reference, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["kind", "name"])
        {
            var text = reference.Text(field);
            if (text.Length == 0) errors.Required(path.Child(field));
            else errors.InvalidIf(path.Child(field), text, NameRules.PathSegment(text, false));
        }
    }

    private static void ValidateSource(string type, JsonObject source, FieldPath path, FieldErrors errors)
    {
        if (type == "object") ValidateReference(source.Object("describedObject"), path.Child("describedObject"), errors);
        if (type is "resource" or "containerResource") ValidateResource(type, source, path, errors);
        else ValidateIdentifier(source.Object("metric"), path.Child("metric"), errors);
        var target = source.Object("target");
        var below = path.Child("target");
        MetricTargetValidator.Validate(target, below, errors);
        var hasValue = target?.ContainsKey("value") == true;
        var hasAverage = target?.ContainsKey("averageValue") == true;
        var hasUtilization = target?.ContainsKey("averageUtilization") == true;
        switch (type)
        {
            case "object" when !hasValue && !hasAverage:
                errors.Required(below.Child("averageValue"), "must set either a target value or averageValue");
                break;
            case "external" when !hasValue && !hasAverage:
                errors.Required(below.Child("averageValue"), "must set either a target value for metric or a per-pod target");
                break;
            case "external" when hasValue && hasAverage:
                errors.Forbidden(below.Child("value"), "may not set both a target value for metric and a per-pod target");
                break;
            case "pods" when !hasAverage:
                errors.Required(below.Child("averageValue"), "must specify a positive target averageValue");
                break;
            case "resource" or "containerResource" when !hasUtilization && !hasAverage:
                errors.Required(below.Child("averageUtilization"), "must set either a target raw value or a target utilization");
                break;
            case "resource" or "containerResource" when hasUtilization && hasAverage:
                errors.Forbidden(below.Child("averageValue"), "may not set both a target raw value and a target utilization");
                break;
        }
    }

    private static void ValidateResource(string type, JsonObject source, FieldPath path, FieldErrors errors)
    {
        if (source.Text("name").Length == 0) errors.Required(path.Child("name"), "must specify a resource name");
        if (type == "resource") return;
        var container = source.Text("container");
        if (container.Length == 0) errors.Required(path.Child("container"), "must specify a container");
        else errors.InvalidIf(path.Child("container"), container, Formats.Label(container));
    }

    private static void ValidateIdentifier(JsonObject? metric, FieldPath path, FieldErrors errors)
    {
        var name = metric.Text("name");
        if (name.Length == 0) errors.Required(path.Child("name"), "must specify a metric name");
        else errors.InvalidIf(path.Child("name"), name, NameRules.PathSegment(name, false));
    }
}
