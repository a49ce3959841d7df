using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Pods;
using Kite.Api.Warnings;

namespace Kite.Api.Kinds.Core;

/// <summary>Pods, their status, and the two ways to change a running one: ephemeral containers and resize.</summary>
internal sealed class PodRules(KindShape shape) : KindRules(shape)
{
    private static readonly string[] ResizableLists = ["containers", "initContainers"];

    /// <inheritdoc/>
    public override void Default(JsonObject value) => PodDefaults.Apply(value);

    /// <inheritdoc/>
    public override void PrepareForCreate(JsonObject value)
    {
        base.PrepareForCreate(value);
        value["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService.Of(value.Object("spec")) };
    }

    /// <inheritdoc/>
    public override void PrepareForUpdate(JsonObject value, JsonObject old, string subresource)
    {
        if (subresource is "ephemeralcontainers" or "resize") KeepAllBut(value, old, subresource);
        base.PrepareForUpdate(value, old, subresource);
        if (subresource == "status" && value.Object("status").Text("qosClass").Length == 0)
            Restore(value.ObjectOrNew("status"), old.Object("status"), "qosClass");
    }

    /// <inheritdoc/>
    public override void Warn(JsonObject value, JsonObject? old, Action<string> warn)
    {
        // Changes of pods are frequent and not made by people.
        if (old is not null) return;
        PodWarnings.Of(value, FieldPath.Root, warn);
        if (Formats.Label(value.Object("metadata").Text("name")) is { } wrong)
            warn($"metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [{wrong}]");
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => PodValidator.ValidateCreate(value, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) => PodChangeValidator.Validate(value, old, errors);

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors)
    {
        if (subresource == "ephemeralcontainers") PodChangeValidator.ValidateEphemeral(value, old, errors);
        else if (subresource == "resize") PodResizeValidator.Validate(value, old, errors);
        else if (subresource == "status") PodStatusValidator.Validate(value, old, errors);
    }

    /// <summary>Reduces the update to the part of the spec that the subresource is for.</summary>
    private static void KeepAllBut(JsonObject value, JsonObject old, string subresource)
    {
        var sent = value.Object("spec")?.DeepClone() as JsonObject;
        var metadata = (JsonObject)old["metadata"]!.DeepClone();
        Restore(metadata, value.Object("metadata"), "resourceVersion");
        Restore(metadata, value.Object("metadata"), "managedFields");
        value["metadata"] = metadata;
        Restore(value, old, "spec");
        var spec = value.ObjectOrNew("spec");
        if (subresource == "resize") Resize(spec, sent);
        else Restore(spec, sent, "ephemeralContainers");
    }

    private static void Resize(JsonObject spec, JsonObject? sent)
    {
        Restore(spec, sent, "resources");
        foreach (var list in ResizableLists)
        {
            var containers = spec.Objects(list).ToArray();
            var wanted = sent.Objects(list).ToArray();
            if (!containers.Select(container => container.Text("name")).SequenceEqual(wanted.Select(container => container.Text("name"))))
            {
                // Validation says what is wrong with containers that come, go or move.
                Restore(spec, sent, list);
                continue;
            }
            foreach (var (container, changed) in containers.Zip(wanted))
            {
                Restore(container, changed, "resources");
                Restore(container, changed, "resizePolicy");
            }
        }
    }
}
