using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Core;

/// <summary>Namespaces: labelled with their name, held by the <c>kubernetes</c> finalizer until they are empty.</summary>
internal sealed class NamespaceRules(KindShape shape) : KindRules(shape)
{
    private const string NameLabel = "kubernetes.io/metadata.name";
    private const string Finalizer = "kubernetes";

    /// <inheritdoc/>
    public override void Default(JsonObject value)
    {
        var metadata = value.Metadata();
        if (metadata.Text("name") is { Length: > 0 } name) metadata.ObjectOrNew("labels")[NameLabel] = name;
        value.ObjectOrNew("status").DefaultTo("phase", "Active");
    }

    /// <inheritdoc/>
    public override void PrepareForCreate(JsonObject value)
    {
        base.PrepareForCreate(value);
        value["status"] = new JsonObject { ["phase"] = "Active" };
        var spec = value.ObjectOrNew("spec");
        if (!spec.Texts("finalizers").Contains(Finalizer))
        {
            if (spec.Array("finalizers") is { } finalizers) finalizers.Add((JsonNode)Finalizer);
            else spec["finalizers"] = new JsonArray(Finalizer);
        }
    }

    /// <inheritdoc/>
    public override void PrepareForUpdate(JsonObject value, JsonObject old, string subresource)
    {
        base.PrepareForUpdate(value, old, subresource);
        if (subresource.Length == 0) Restore(value.ObjectOrNew("spec"), old.Object("spec"), "finalizers");
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        foreach (var finalizer in value.Object("spec").Texts("finalizers"))
        {
            var path = Spec.Child("finalizers");
            errors.InvalidIf(path, finalizer, Formats.QualifiedName(finalizer));
            if (!finalizer.Contains('/') && finalizer is not (Finalizer or "orphan" or "foregroundDeletion"))
                errors.Invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors)
    {
        if (subresource == "finalize")
        {
            ValidateObject(value, errors);
            return;
        }
        var isTerminating = value.Object("metadata").Text("deletionTimestamp").Length > 0;
        var phase = value.Object("status").Text("phase");
        if (isTerminating ? phase != "Terminating" : phase == "Terminating")
            errors.Invalid(FieldPath.Root.Child("status").Child("Phase"), phase, isTerminating ? "may only be 'Terminating' if `deletionTimestamp` is not empty" : "may only be 'Active' if `deletionTimestamp` is empty");
    }
}
