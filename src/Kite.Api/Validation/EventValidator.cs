using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks events in the form of the core group, in which they are stored. Those with an event time follow the newer rules.</summary>
internal static class EventValidator
{
    private const int MaxShortText = 128;
    private const int MaxMessage = 1024;
    private static readonly FieldPath Root = FieldPath.Root;

    internal static void Validate(JsonObject value, FieldErrors errors)
    {
        var @namespace = value.Object("metadata").Text("namespace");
        var about = value.Object("involvedObject").Text("namespace");
        var isNew = value.TextOrNull("eventTime") is not null;
        var mayBeElsewhere = @namespace is "default" || (isNew && @namespace is "kube-system");
        if (about.Length == 0 ? !mayBeElsewhere : !isNew && about != @namespace)
            errors.Invalid(Root.Child("involvedObject").Child("namespace"), about, "does not match event.namespace");
        if (isNew) ValidateNew(value, errors);
    }

    /// <summary>What <c>events.k8s.io</c> demands besides.</summary>
    internal static void ValidateStrict(JsonObject value, FieldErrors errors)
    {
        ValidateSeries(value, errors);
        if (value.TextOrNull("eventTime") is null) errors.Required(Root.Child("eventTime"));
        var type = value.Text("type");
        if (type is not ("Normal" or "Warning")) errors.Invalid(Root.Child("type"), "", $"has invalid value: {type}");
        foreach (var field in (ReadOnlySpan<string>)["firstTimestamp", "lastTimestamp", "count"])
        {
            if (value[field] is { } node && !node.IsZero()) errors.Invalid(Root.Child(field), "", "needs to be unset");
        }
        if (value.Object("source") is { Count: > 0 } source && (source.Text("component").Length > 0 || source.Text("host").Length > 0)) errors.Invalid(Root.Child("source"), "", "needs to be unset");
    }

    /// <summary>Checks how often an event was seen.</summary>
    internal static void ValidateSeries(JsonObject value, FieldErrors errors)
    {
        if (value.Object("series") is not { } series) return;
        if ((series.Integer("count") ?? 0) < 2) errors.Invalid(Root.Child("series").Child("count"), "", "should be at least 2");
        if (series.TextOrNull("lastObservedTime") is null) errors.Required(Root.Child("series").Child("lastObservedTime"));
    }

    private static void ValidateNew(JsonObject value, FieldErrors errors)
    {
        var controller = value.Text("reportingComponent");
        if (controller.Length == 0) errors.Required(Root.Child("reportingController"));
        errors.InvalidIf(Root.Child("reportingController"), controller, Formats.QualifiedName(controller));
        foreach (var field in (ReadOnlySpan<string>)["reportingInstance", "action", "reason"])
        {
            var text = value.Text(field);
            if (text.Length == 0) errors.Required(Root.Child(field));
            if (Encoding.UTF8.GetByteCount(text) > MaxShortText) errors.Invalid(Root.Child(field), "", $"can have at most {MaxShortText} characters");
        }
        if (Encoding.UTF8.GetByteCount(value.Text("message")) > MaxMessage) errors.Invalid(Root.Child("message"), "", $"can have at most {MaxMessage} characters");
    }
}
