using System.Text.Json.Nodes;

namespace Kite.Api.Kinds.Core;

/// <summary>Between events of <c>events.k8s.io</c> and those of the core group, in whose form both are stored.</summary>
internal sealed class EventConversion : IObjectConversion
{
    private static readonly (string Name, string Stored)[] Fields =
    [
        ("regarding", "involvedObject"),
        ("note", "message"),
        ("deprecatedSource", "source"),
        ("deprecatedFirstTimestamp", "firstTimestamp"),
        ("deprecatedLastTimestamp", "lastTimestamp"),
        ("deprecatedCount", "count"),
        ("reportingController", "reportingComponent"),
    ];

    /// <inheritdoc/>
    public void ToStored(JsonObject value)
    {
        value["apiVersion"] = "v1";
        foreach (var (name, stored) in Fields) Rename(value, name, stored);
    }

    /// <inheritdoc/>
    public void FromStored(JsonObject value)
    {
        value["apiVersion"] = "events.k8s.io/v1";
        foreach (var (name, stored) in Fields) Rename(value, stored, name);
    }

    private static void Rename(JsonObject value, string from, string to)
    {
        if (value.Remove(from, out var node)) value[to] = node;
    }
}
