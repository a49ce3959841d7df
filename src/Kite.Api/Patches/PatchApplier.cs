using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Schema;

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
    /// <exception cref="ApiStatusException">The patch is malformed (400), does not apply (422), is too long (413) or of a media type that isn't served (415).</exception>
    public JsonObject Apply(string contentType, ReadOnlyMemory<byte> patch, JsonObject current, SchemaType? type)
    {
        switch (contentType)
        {
            case PatchTypes.Json:
                return JsonPatch.Parse(patch).Apply(current);
            case PatchTypes.Merge:
                return MergePatch.Apply(current, ParseObject(patch));
            case PatchTypes.Strategic when type is not null:
                return strategic.Apply(current, ParseObject(patch), type);
            default:
                throw Unsupported(type is null);
        }
    }

    private static JsonObject ParseObject(ReadOnlyMemory<byte> patch) =>
        JsonCodec.Parse(patch.Span) as JsonObject ?? throw ApiErrors.BadRequest("json: cannot unmarshal the patch into Go value of type map[string]interface {}");

    private static ApiStatusException Unsupported(bool isCustom)
    {
        var types = isCustom ? $"{PatchTypes.Json}, {PatchTypes.Merge}, {PatchTypes.Apply}" : $"{PatchTypes.Json}, {PatchTypes.Merge}, {PatchTypes.Strategic}, {PatchTypes.Apply}";
        return new ApiStatusException(StatusReason.UnsupportedMediaType, $"the body of the request was in an unknown format - accepted media types include: {types}");
    }
}
