using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation.Pods;
using Kite.Api.Validation.Storage;

namespace Kite.Api.Validation.Devices;

/// <summary>Checks what a driver says it has, and where.</summary>
internal static class ResourceSliceValidator
{
    private const int MaxDevices = 128;
    private const int MaxCapacities = 32;
    private static readonly string[] Values = ["int", "bool", "string", "version", "ints", "bools", "strings", "versions"];

    internal static void Validate(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        DriverNameRules.Driver(spec.Text("driver"), path.Child("driver"), errors);
        ValidatePool(spec.Object("pool"), path.Child("pool"), errors);
        ValidatePlace(spec, path, errors);
        var devices = path.Child("devices");
        var count = spec.Array("devices")?.Count ?? 0;
        if (count > MaxDevices) errors.TooMany(devices, count, MaxDevices);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var device in spec.Objects("devices"))
        {
            var below = devices.Item(at++);
            var name = device.Text("name");
            errors.InvalidIf(below.Child("name"), name, Formats.Label(name));
            if (!seen.Add(name)) errors.Duplicate(below, name);
            ValidateDevice(device, below, errors);
        }
    }

    private static void ValidatePool(JsonObject? pool, FieldPath path, FieldErrors errors)
    {
        PoolNameRules.Validate(pool.Text("name"), path.Child("name"), errors);
        var slices = pool.Integer("resourceSliceCount") ?? 0;
        if (slices <= 0) errors.Invalid(path.Child("resourceSliceCount"), slices, "must be greater than zero");
        if (pool.Integer("generation") is < 0 and { } generation) errors.Invalid(path.Child("generation"), generation, "must be greater than or equal to zero");
    }

    private static void ValidatePlace(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        var given = new List<string>();
        if (spec.TextOrNull("nodeName") is { } node)
        {
            if (node.Length == 0) errors.Invalid(path.Child("nodeName"), node, "must be either unset or set to a non-empty string");
            else errors.InvalidIf(path.Child("nodeName"), node, Formats.Subdomain(node));
            given.Add("`nodeName`");
        }
        if (spec.Object("nodeSelector") is { } selector)
        {
            given.Add("`nodeSelector`");
            AffinityValidator.ValidateNodeSelector(selector, path.Child("nodeSelector"), errors);
            if (selector.Array("nodeSelectorTerms")?.Count > 1) errors.Invalid(path.Child("nodeSelector").Child("nodeSelectorTerms"), selector["nodeSelectorTerms"], "must have exactly one node selector term");
        }
        foreach (var field in (ReadOnlySpan<string>)["allNodes", "perDeviceNodeSelection"])
        {
            if (spec.Flag(field) is not { } flag) continue;
            if (flag) given.Add($"`{field}`");
            else errors.Invalid(path.Child(field), spec![field], "must be either unset or set to true");
        }
        const string Demand = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";
        if (given.Count == 0) errors.Required(path, Demand);
        else if (given.Count > 1) errors.Invalid(path, $"{{{string.Join(", ", given)}}}", Demand);
    }

    private static void ValidateDevice(JsonObject device, FieldPath path, FieldErrors errors)
    {
        var count = (device.Object("attributes")?.Count ?? 0) + (device.Object("capacity")?.Count ?? 0);
        if (count > MaxCapacities) errors.Invalid(path, count, $"the total number of attributes and capacities must not exceed {MaxCapacities}");
        foreach (var (name, node) in device.Object("attributes") ?? [])
        {
            var below = path.Child("attributes").Key(name);
            errors.InvalidIf(below, name, Formats.QualifiedName(name));
            if (node is JsonObject attribute && Values.Count(attribute.ContainsKey) != 1) errors.Invalid(below, attribute, "exactly one value must be specified");
        }
        foreach (var (name, _) in device.Object("capacity") ?? []) errors.InvalidIf(path.Child("capacity").Key(name), name, Formats.QualifiedName(name));
        var at = 0;
        foreach (var taint in device.Objects("taints"))
        {
            var below = path.Child("taints").Item(at++);
            errors.InvalidIf(below.Child("key"), taint.Text("key"), Formats.QualifiedName(taint.Text("key")));
            errors.InvalidIf(below.Child("value"), taint.Text("value"), Formats.LabelValue(taint.Text("value")));
            ChoiceRules.Required(taint, "effect", ["NoExecute", "NoSchedule", "None"], below, errors);
        }
    }
}
