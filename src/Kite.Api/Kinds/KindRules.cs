using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Validation;

namespace Kite.Api.Kinds;

/// <summary>The rules all kinds share, driven by the kind's shape; a kind with more to say derives from it.</summary>
internal class KindRules(KindShape shape) : IKindRules
{
    private protected static readonly FieldPath Spec = FieldPath.Root.Child("spec");

    private readonly JsonObject? emptyStatus = shape.HasStatus ? EmptyStatus.Of(shape.Traits) : null;

    /// <inheritdoc/>
    public virtual void Default(JsonObject value)
    {
    }

    /// <inheritdoc/>
    public virtual void PrepareForCreate(JsonObject value)
    {
        if (emptyStatus is not null) value["status"] = emptyStatus.DeepClone();
        var metadata = value.Metadata();
        if (shape.Traits.HasGeneration) metadata["generation"] = 1L;
        else metadata.Remove("generation");
    }

    /// <inheritdoc/>
    public virtual void PrepareForUpdate(JsonObject value, JsonObject old, string subresource)
    {
        Restore(value.Metadata(), old.Object("metadata"), "generation");
        if (subresource == "status")
        {
            KeepForStatus(value, old);
            return;
        }
        if (shape.HasStatus) Restore(value, old, "status");
        if (shape.Traits.HasGeneration && ChangesGeneration(value, old))
            value.Metadata()["generation"] = (old.Object("metadata").Integer("generation") ?? 0) + 1;
    }

    /// <inheritdoc/>
    public void Validate(JsonObject value, ICollection<StatusCause> errors)
    {
        var found = new FieldErrors(errors);
        ObjectMetaValidator.Validate(value, shape.IsNamespaced, shape.Traits.Name, found);
        ValidateObject(value, found);
    }

    /// <inheritdoc/>
    public void ValidateUpdate(JsonObject value, JsonObject old, string subresource, ICollection<StatusCause> errors)
    {
        var found = new FieldErrors(errors);
        ObjectMetaValidator.ValidateUpdate(value, old, found);
        if (subresource.Length == 0) ValidateChange(value, old, found);
        else ValidateSubresourceChange(value, old, subresource, found);
    }

    /// <inheritdoc/>
    public virtual void Warn(JsonObject value, JsonObject? old, Action<string> warn)
    {
    }

    /// <summary>Checks the object, without its metadata; by the schema alone unless the kind says more.</summary>
    private protected virtual void ValidateObject(JsonObject value, FieldErrors errors) => shape.Schema.Validate(value, shape.Type, errors);

    /// <summary>Checks an update of the object.</summary>
    private protected virtual void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) => ValidateObject(value, errors);

    /// <summary>Checks an update through a subresource.</summary>
    private protected virtual void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors)
    {
    }

    /// <summary>True where the update changes what the user asks for.</summary>
    private protected virtual bool ChangesGeneration(JsonObject value, JsonObject old)
    {
        if (shape.Traits.CountsAnnotations && !JsonNode.DeepEquals(value["metadata"]?["annotations"], old["metadata"]?["annotations"])) return true;
        foreach (var field in shape.Type.Fields)
        {
            if (field.Name is not ("metadata" or "status") && !JsonNode.DeepEquals(value[field.Name], old[field.Name])) return true;
        }
        return false;
    }

    /// <summary>Puts a field back to what it was.</summary>
    private protected static void Restore(JsonObject value, JsonObject? old, string field)
    {
        if (old?[field] is { } node) value[field] = node.DeepClone();
        else value.Remove(field);
    }

    private void KeepForStatus(JsonObject value, JsonObject old)
    {
        foreach (var field in shape.Type.Fields)
        {
            if (field.Name is not ("metadata" or "status")) Restore(value, old, field.Name);
        }
        foreach (var field in shape.Traits.KeptByStatus) Restore(value.Metadata(), old.Object("metadata"), field);
    }
}
