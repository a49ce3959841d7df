using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Decoding;
using Kite.Api.Errors;
using Kite.Api.Schema;
using Kite.Api.Validation;

namespace Kite.Api.Patches;

/// <summary>Applies patches of the three classic media types to objects; server-side apply is its own matter.</summary>
public sealed class PatchApplier(SchemaTable schema)
{
    private readonly StrategicMergePatch strategic = new(schema);

    /// <summary>The patched object. The current one is used up: it may be changed and share parts with the answer.</summary>
    /// <param name="contentType">The patch's media type, one of <see cref="PatchTypes"/>.</param>
    /// <param name="patch">The patch's bytes.</param>
    /// <param name="current">The object to patch; hand over a copy where it is needed afterwards.</param>
    /// <param name="type">The object's type; null where it has no schema (custom resources), which strategic merge refuses.</param>
    /// <param name="duplicates">Gets the paths of what is in the patch twice, such as <c>spec.replicas</c>, where given.</param>
    /// <exception cref="ApiStatusException">The patch is malformed (400), does not apply (422), is too long (413) or of a media type that isn't served (415).</exception>
    public JsonObject Apply(string contentType, ReadOnlyMemory<byte> patch, JsonObject current, SchemaType? type, ICollection<string>? duplicates = null)
    {
        switch (contentType)
        {
            case PatchTypes.Json:
                return JsonPatch.Parse(patch, duplicates).Apply(current);
            case PatchTypes.Merge:
                return MergePatch.Apply(current, ParseObject(patch, duplicates));
            case PatchTypes.Strategic when type is not null:
                return strategic.Apply(current, ParseObject(patch, duplicates), type);
            default:
                throw Unsupported(type is null);
        }
    }

    /// <summary>The failure of a patch that applies but makes of the object what it can't be: 422, with the patch's cause.</summary>
    /// <param name="contentType">The patch's media type.</param>
    /// <param name="patch">The patch's bytes; of a strategic one they are shown.</param>
    /// <param name="outcome">What came of it; of the others that is shown.</param>
    /// <param name="why">Why it can't be decoded.</param>
    public static ApiStatusException Unfit(string contentType, ReadOnlyMemory<byte> patch, JsonObject outcome, DecodingException why)
    {
        var isStrategic = contentType == PatchTypes.Strategic;
        var shown = isStrategic ? GoText.Print(JsonCodec.Parse(patch.Span)) : JsonCodec.ToText(outcome);
        var cause = new StatusCause("FieldValueInvalid", $"Invalid value: {FieldErrors.Quote(shown)}: {(isStrategic ? why.ConverterMessage : why.Message)}", "patch");
        return new ApiStatusException(StatusReason.Invalid, $" \"\" is invalid: patch: {cause.Message}", new StatusDetails { Causes = [cause] });
    }

    private static JsonObject ParseObject(ReadOnlyMemory<byte> patch, ICollection<string>? duplicates) =>
        JsonCodec.Parse(patch.Span, duplicates) as JsonObject ?? throw ApiErrors.BadRequest("json: cannot unmarshal the patch into Go value of type map[string]interface {}");

    private static ApiStatusException Unsupported(bool isCustom)
    {
        var types = isCustom ? $"{PatchTypes.Json}, {PatchTypes.Merge}, {PatchTypes.Apply}" : $"{PatchTypes.Json}, {PatchTypes.Merge}, {PatchTypes.Strategic}, {PatchTypes.Apply}";
        return new ApiStatusException(StatusReason.UnsupportedMediaType, $"the body of the request was in an unknown format - accepted media types include: {types}");
    }
}
