using System.Text.Json.Nodes;
using Kite.Api.Json;

namespace Kite.Api.Apply;

/// <summary>What one manager owns: an entry of <c>metadata.managedFields</c>, parsed only where needed.</summary>
internal sealed class ManagedEntry
{
    internal const string ApplyOperation = "Apply";
    internal const string UpdateOperation = "Update";

    private readonly JsonObject? source;
    private FieldSet? fields;
    private bool isChanged;
    private bool fieldsAreChanged;

    private ManagedEntry(JsonObject source, string operation, string apiVersion)
    {
        this.source = source;
        Operation = operation;
        ApiVersion = apiVersion;
        Manager = source.Text("manager") ?? "";
        Subresource = source.Text("subresource") ?? "";
        Time = source.Text("time");
    }

    internal ManagedEntry(string manager, string operation, string apiVersion, string subresource)
    {
        Manager = manager;
        Operation = operation;
        ApiVersion = apiVersion;
        Subresource = subresource;
        fields = FieldSet.Empty;
        isChanged = fieldsAreChanged = true;
    }

    internal string Manager { get; }

    internal string Operation { get; }

    internal string ApiVersion { get; private set; }

    internal string Subresource { get; }

    internal string? Time { get; private set; }

    internal bool IsApplied => Operation == ApplyOperation;

    /// <summary>The fields owned.</summary>
    internal FieldSet Fields => fields ??= SourceFields is { } json ? FieldSet.Parse(json) ?? FieldSet.Empty : FieldSet.Empty;

    /// <summary>True where nothing is owned.</summary>
    internal bool IsEmpty => fields?.IsEmpty ?? SourceFields is not { Count: > 0 };

    private JsonObject? SourceFields => source?.Object("fieldsV1");

    /// <summary>Reads an entry; null where it is malformed.</summary>
    internal static ManagedEntry? Read(JsonNode? node)
    {
        if (node is not JsonObject source || source.Text("fieldsType") != "FieldsV1" || source.Object("fieldsV1") is null) return null;
        var operation = source.Text("operation");
        if (operation is not (ApplyOperation or UpdateOperation)) return null;
        return source.Text("apiVersion") is { Length: > 0 } apiVersion ? new ManagedEntry(source, operation, apiVersion) : null;
    }

    /// <summary>True for the entry of this manager, operation and subresource; updates of another API version are someone else's.</summary>
    internal bool Is(string manager, string operation, string apiVersion, string subresource) =>
        Manager == manager && Operation == operation && Subresource == subresource && (operation == ApplyOperation || ApiVersion == apiVersion);

    /// <summary>True where the set and the fields owned have a path in common.</summary>
    internal bool Overlaps(FieldSet set) => fields is null && SourceFields is { } json ? set.Overlaps(json) : !Fields.Intersection(set).IsEmpty;

    /// <summary>True where all paths of the set are owned.</summary>
    internal bool Covers(FieldSet set) => fields is null && SourceFields is { } json ? set.IsCoveredBy(json) : set.Difference(Fields).IsEmpty;

    /// <summary>Takes the set's paths away.</summary>
    internal void Give(FieldSet set)
    {
        if (!set.IsEmpty && Overlaps(set)) Own(Fields.Difference(set), ApiVersion);
    }

    /// <summary>Makes these the fields owned.</summary>
    internal void Own(FieldSet set, string apiVersion)
    {
        ApiVersion = apiVersion;
        fields = set;
        isChanged = fieldsAreChanged = true;
    }

    /// <summary>Sets when the manager last changed something.</summary>
    internal void Touch(string time)
    {
        Time = time;
        isChanged = true;
    }

    /// <summary>The entry as JSON with no parent.</summary>
    internal JsonObject ToJson()
    {
        if (!isChanged && source is not null) return source.Parent is null ? source : (JsonObject)source.DeepClone();
        var node = new JsonObject();
        if (Manager.Length > 0) node["manager"] = Manager;
        node["operation"] = Operation;
        node["apiVersion"] = ApiVersion;
        if (Time is not null) node["time"] = Time;
        node["fieldsType"] = "FieldsV1";
        node["fieldsV1"] = fieldsAreChanged ? fields!.ToJson() : source!.Parent is null ? source.Take("fieldsV1") : SourceFields!.DeepClone();
        if (Subresource.Length > 0) node["subresource"] = Subresource;
        return node;
    }
}
