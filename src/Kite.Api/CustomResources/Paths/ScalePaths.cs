using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Values;
using Kite.Api.Kinds;
using Kite.Api.Patches;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Paths;

/// <summary>Where a custom object keeps what its <c>scale</c> subresource shows.</summary>
public sealed class ScalePaths
{
    private const string ShouldNotBeNegative = "should be a non-negative integer";
    private readonly string[] specReplicas;
    private readonly string[] statusReplicas;
    private readonly string[] labelSelector;

    internal ScalePaths(JsonObject scale)
    {
        specReplicas = Steps(scale.Text("specReplicasPath"));
        statusReplicas = Steps(scale.Text("statusReplicasPath"));
        labelSelector = Steps(scale.Text("labelSelectorPath"));
    }

    /// <summary>The replicas asked for; null where the object doesn't say or holds something else there.</summary>
    public long? SpecReplicas(JsonObject value) => Find(value, specReplicas).AsInteger();

    /// <summary>The replicas there are; null where the object doesn't say or holds something else there.</summary>
    public long? StatusReplicas(JsonObject value) => Find(value, statusReplicas).AsInteger();

    /// <summary>The label selector as text; empty where there is none.</summary>
    public string LabelSelector(JsonObject value) => Find(value, labelSelector).AsText() ?? "";

    /// <summary>The path of <see cref="SpecReplicas"/>, as field ownership names it: <c>["spec", "replicas"]</c>.</summary>
    public IReadOnlyList<string> SpecReplicasPath => specReplicas;

    /// <summary>Sets the replicas asked for.</summary>
    /// <returns>False where the path leads through something that is no object; then nothing is changed.</returns>
    public bool SetSpecReplicas(JsonObject value, long replicas)
    {
        var holder = value;
        foreach (var step in specReplicas.AsSpan(0, specReplicas.Length - 1))
        {
            if (holder.TryGetPropertyValue(step, out var next) && next is not JsonObject) return false;
            if (next is null) holder[step] = next = new JsonObject();
            holder = (JsonObject)next;
        }
        holder[specReplicas[^1]] = replicas;
        return true;
    }

    internal void ValidateSpec(JsonObject value, FieldErrors errors) => ValidateReplicas(value, specReplicas, errors);

    internal void ValidateStatus(JsonObject value, FieldErrors errors)
    {
        ValidateReplicas(value, statusReplicas, errors);
        if (labelSelector.Length > 0 && Find(value, labelSelector) is { } selector && selector.AsText() is null)
            errors.Invalid(Path(labelSelector), "", $".{string.Join('.', labelSelector)} accessor error: {GoText.Print(selector)} is of the type {GoTypes.Name(selector)}, expected string");
    }

    private static void ValidateReplicas(JsonObject value, string[] path, FieldErrors errors)
    {
        if (Find(value, path) is not { } node) return;
        if (node is not JsonValue scalar || !JsonNumbers.IsInteger(scalar, out var replicas))
            errors.Invalid(Path(path), 0, $".{string.Join('.', path)} accessor error: {GoText.Print(node)} is of the type {GoTypes.Name(node)}, expected int64");
        else if (replicas < 0) errors.Invalid(Path(path), replicas, ShouldNotBeNegative);
        else if (replicas > int.MaxValue) errors.Invalid(Path(path), replicas, $"should be less than or equal to {int.MaxValue}");
    }

    private static FieldPath Path(string[] steps)
    {
        var path = FieldPath.Root;
        foreach (var step in steps) path = path.Child(step);
        return path;
    }

    private static JsonNode? Find(JsonObject value, string[] path)
    {
        JsonNode? node = value;
        foreach (var step in path)
        {
            if (node is not JsonObject map || !map.TryGetPropertyValue(step, out node)) return null;
        }
        return path.Length == 0 ? null : node;
    }

    private static string[] Steps(string path) => path.Length == 0 ? [] : path.TrimStart('.').Split('.');
}
