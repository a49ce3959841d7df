using System.Text.Json.Nodes;
using Kite.Api.Errors;

namespace Kite.Api.Validation;

/// <summary>Checks the two maps of an object's metadata that others than its writer may change.</summary>
public static class MetadataMaps
{
    private static readonly FieldPath Meta = FieldPath.Root.Child("metadata");

    /// <summary>What is wrong with labels and annotations that aren't those of the object before.</summary>
    public static IReadOnlyList<StatusCause> Check(JsonObject metadata, JsonObject? before)
    {
        var causes = new List<StatusCause>();
        if (!JsonNode.DeepEquals(metadata["labels"], before?["labels"])) ObjectMetaValidator.ValidateLabels(metadata, Meta, new FieldErrors(causes));
        if (!JsonNode.DeepEquals(metadata["annotations"], before?["annotations"])) ObjectMetaValidator.ValidateAnnotations(metadata, Meta, new FieldErrors(causes));
        return causes;
    }
}
