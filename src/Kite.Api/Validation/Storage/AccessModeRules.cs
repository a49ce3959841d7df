using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Storage;

/// <summary>Checks how a volume may be mounted.</summary>
internal static class AccessModeRules
{
    private const string Alone = "ReadWriteOncePod";
    private static readonly string[] Modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", Alone];
    private static readonly string[] VolumeModes = ["Block", "Filesystem"];

    internal static void Validate(JsonObject? spec, string missing, FieldPath path, FieldErrors errors)
    {
        var modes = spec.Texts("accessModes").ToArray();
        if (modes.Length == 0) errors.Required(path.Child("accessModes"), missing);
        foreach (var mode in modes.Where(mode => !Modes.Contains(mode))) errors.NotSupported(path.Child("accessModes"), mode, Modes);
        if (modes.Contains(Alone) && modes.Any(mode => mode != Alone && Modes.Contains(mode)))
            errors.Forbidden(path.Child("accessModes"), "may not use ReadWriteOncePod with other access modes");
    }

    internal static void ValidateVolumeMode(JsonObject? spec, FieldPath path, FieldErrors errors) => ChoiceRules.Optional(spec, "volumeMode", VolumeModes, path, errors);
}
