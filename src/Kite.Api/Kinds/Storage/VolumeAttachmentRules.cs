using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Validation;
using Kite.Api.Validation.Storage;

namespace Kite.Api.Kinds.Storage;

/// <summary>Volume attachments: what is attached where never changes.</summary>
internal sealed class VolumeAttachmentRules(KindShape shape) : KindRules(shape)
{
    private const int MaxMetadata = 256 * 1024;
    private const int MaxMessage = 1024;
    private static readonly FieldPath Status = FieldPath.Root.Child("status");

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        ValidateSpec(value.Object("spec"), errors);
        ValidateStatus(value.Object("status"), errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        Immutability.Field(value, old, "spec", FieldPath.Root, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors) =>
        ValidateStatus(value.Object("status"), errors);

    private static void ValidateSpec(JsonObject? spec, FieldErrors errors)
    {
        DriverNameRules.Driver(spec.Text("attacher"), Spec.Child("attacher"), errors);
        var source = spec.Object("source");
        var path = Spec.Child("source");
        var name = source.TextOrNull("persistentVolumeName");
        var inline = source.Object("inlineVolumeSpec");
        if (inline is null && name is null) errors.Required(path, "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        else if (inline is not null && name is not null) errors.Forbidden(path, "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        else if (name is { Length: 0 }) errors.Required(path.Child("persistentVolumeName"), "must specify non empty persistentVolumeName");
        else if (name is not null) errors.InvalidIf(path.Child("persistentVolumeName"), name, Formats.Subdomain(name));
        else PersistentVolumeValidator.Validate(inline, isInline: true, path.Child("inlineVolumeSpec"), errors);
        errors.InvalidIf(Spec.Child("nodeName"), spec.Text("nodeName"), Formats.Subdomain(spec.Text("nodeName")));
    }

    private static void ValidateStatus(JsonObject? status, FieldErrors errors)
    {
        var size = status.TextMap("attachmentMetadata").Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value));
        if (size > MaxMetadata) errors.TooLong(Status.Child("attachmentMetadata"), MaxMetadata);
        foreach (var field in (ReadOnlySpan<string>)["attachError", "detachError"])
        {
            var error = status.Object(field);
            if (Encoding.UTF8.GetByteCount(error.Text("message")) > MaxMessage) errors.TooLong(Status.Child(field).Child("message"), MaxMessage);
            if (error.Integer("errorCode") is < 0 and { } code) errors.Invalid(Status.Child(field).Child("errorCode"), code, Formats.Between(0, int.MaxValue));
        }
    }
}
