namespace Kite.Api.Kinds.Core;

/// <summary>The selectable fields of events; the two groups that serve events have names of their own for the same fields.</summary>
internal static class EventFields
{
    internal static IReadOnlyList<string> All { get; } =
    [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
        "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source@source.component", "type",
        "regarding.kind@involvedObject.kind", "regarding.namespace@involvedObject.namespace", "regarding.name@involvedObject.name",
        "regarding.uid@involvedObject.uid", "regarding.apiVersion@involvedObject.apiVersion",
        "regarding.resourceVersion@involvedObject.resourceVersion", "regarding.fieldPath@involvedObject.fieldPath",
        "reportingController@reportingComponent",
    ];
}
