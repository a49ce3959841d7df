using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.Api.Validation.Storage;

namespace Kite.Api.Validation.Devices;

/// <summary>Checks the settings that a claim or a class hands to a driver.</summary>
internal static class DeviceConfigValidator
{
    private const int MaxConfigs = 32;
    private const int MaxParameters = 10 * 1024;

    internal static void ValidateAll(JsonObject? holder, FieldPath path, RequestNames? names, FieldErrors errors)
    {
        var count = holder.Array("config")?.Count ?? 0;
        if (count > MaxConfigs) errors.TooMany(path, count, MaxConfigs);
        var at = 0;
        foreach (var config in holder.Objects("config"))
        {
            var below = path.Item(at++);
            names?.Validate(config, below.Child("requests"), errors);
            Validate(config, below, errors);
        }
    }

    private static void Validate(JsonObject config, FieldPath path, FieldErrors errors)
    {
        if (config.Object("opaque") is not { } opaque)
        {
            errors.Required(path.Child("opaque"));
            return;
        }
        var below = path.Child("opaque");
        DriverNameRules.Driver(opaque.Text("driver"), below.Child("driver"), errors);
        if (opaque["parameters"] is not { } parameters) errors.Required(below.Child("parameters"));
        else if (parameters.GetValueKind() is not JsonValueKind.Object) errors.Invalid(below.Child("parameters"), "<value omitted>", "must be a valid JSON object");
        else if (JsonCodec.ToUtf8(parameters).Length > MaxParameters) errors.TooLong(below.Child("parameters"), MaxParameters);
    }
}
