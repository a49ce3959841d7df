using System.Text.Json.Nodes;
using Kite.Api.Validation;
using Kite.Api.Validation.Devices;

namespace Kite.Api.Kinds.Devices;

/// <summary>Classes of devices.</summary>
internal sealed class DeviceClassRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        DeviceSelectorValidator.Validate(spec, Spec.Child("selectors"), errors);
        DeviceConfigValidator.ValidateAll(spec, Spec.Child("config"), null, errors);
        if (spec.TextOrNull("extendedResourceName") is { } name && (!name.Contains('/') || name.Contains("kubernetes.io/", StringComparison.Ordinal) || Formats.QualifiedName(name) is not null))
            errors.Invalid(Spec.Child("extendedResourceName"), name, "must be a valid extended resource name");
    }
}
