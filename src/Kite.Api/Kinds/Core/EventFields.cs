namespace Kite.Api.Kinds.Core;

/// <summary>The selectable fields of events; the two groups that serve events have names of their own for the same fields.</summary>
internal static class EventFields
{
    internal static IReadOnlyList<string> OfCore { get; } =
    [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
        "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source@source.component|reportingComponent", "type",
    ];

    internal static IReadOnlyList<string> OfGroup { get; } =
    [
        "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion",
        "regarding.resourceVersion", "regarding.fieldPath", "reason", "reportingController", "type",
    ];
}
