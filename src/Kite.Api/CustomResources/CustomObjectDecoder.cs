using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.CustomResources.Values;
using Kite.Api.Decoding;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Patches;
using Kite.Api.Schema;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources;

/// <summary>Turns JSON into custom objects: defaulted, pruned, with metadata in its only form; what doesn't fit is refused in upstream's words.</summary>
public sealed class CustomObjectDecoder
{
    private const int MaxProblems = 100;
    private readonly MetadataReader metadata;

    /// <summary>A decoder.</summary>
    /// <param name="schema">The table, for the type of metadata.</param>
    public CustomObjectDecoder(SchemaTable schema) => metadata = new MetadataReader(schema);

    /// <summary>Decodes the object of a request.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="version">The version of the resource that the endpoint serves.</param>
    /// <param name="validation">What becomes of unknown and duplicate fields.</param>
    /// <exception cref="ApiStatusException">It is malformed, of another kind or API version, or its metadata can't be (400).</exception>
    public DecodedObject Decode(ReadOnlySpan<byte> utf8, CustomResourceVersion version, FieldValidation validation)
    {
        var duplicates = validation is FieldValidation.Ignore ? null : new List<string>();
        if (JsonCodec.Parse(utf8, duplicates) is not JsonObject value)
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {version.Kind}): json: cannot unmarshal the body into Go value of type map[string]interface {{}}");
        return Finish(value, version, validation, duplicates is null ? [] : [.. duplicates.Select(path => $"duplicate field \"{path}\"")]);
    }

    /// <summary>Decodes an object that is JSON nodes already, such as the outcome of a patch or of a webhook; the nodes are used up.</summary>
    /// <exception cref="ApiStatusException">It is of another kind or API version, or its metadata can't be (400).</exception>
    public DecodedObject Decode(JsonObject value, CustomResourceVersion version, FieldValidation validation) => Finish(value, version, validation, []);

    /// <summary>Brings an object read from storage or from a conversion, in this version, into the form that is served: defaults and pruning, in place.</summary>
    /// <remarks>Never fails: metadata that can't be stays as it is.</remarks>
    public static void Complete(JsonObject value, CustomResourceVersion version)
    {
        DefaultValues.Fill(value, version.Schema);
        if (version.PreservesUnknownFields) return;
        Pruning.Prune(value, version.Schema, isResource: true);
        DefaultValues.DropNulls(value, version.Schema);
    }

    private DecodedObject Finish(JsonObject value, CustomResourceVersion version, FieldValidation validation, List<string> problems)
    {
        CheckIdentity(value, version);
        var unknown = validation is FieldValidation.Ignore ? null : new List<string>();
        DefaultValues.Fill(value, version.Schema);
        try
        {
            metadata.Normalize(value, "metadata", unknown);
        }
        catch (WrongTypeException e)
        {
            throw Refused(version, e);
        }
        var pruned = unknown is null ? null : new List<string>();
        if (!version.PreservesUnknownFields)
        {
            Pruning.Prune(value, version.Schema, isResource: true, pruned);
            pruned?.Sort(StringComparer.Ordinal);
            DefaultValues.DropNulls(value, version.Schema);
        }
        var errors = new List<StatusCause>();
        EmbeddedObjects.Coerce(value, version.Schema, FieldPath.Root, metadata, pruned, new FieldErrors(errors));
        if (errors.Count > 0) throw Refused(version, new WrongTypeException($"{errors[0].Field}: {errors[0].Message}"));
        foreach (var path in unknown ?? []) problems.Add($"unknown field \"{path}\"");
        foreach (var path in pruned ?? []) problems.Add($"unknown field \"{path}\"");
        if (problems.Count > 0 && validation is FieldValidation.Strict) throw Refused(version, new StrictDecodingException([.. problems.Distinct().Take(MaxProblems)]));
        return new DecodedObject(value, problems);
    }

    private static void CheckIdentity(JsonObject value, CustomResourceVersion version)
    {
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if (value.TryGetPropertyValue(name, out var text) && text is not null && text.AsText() is null)
                throw Refused(version, new WrongTypeException($".{name} accessor error: {GoText.Print(text)} is of the type {GoTypes.Name(text)}, expected string"));
        }
        if (value.Text("kind").Length == 0)
        {
            var body = GoJson.Text(value);
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {version.Kind}): Object 'Kind' is missing in '{(body.Length > 1024 ? body[..1024] : body)}'");
        }
        if (value.Text("apiVersion") is var sent && sent != version.ApiVersion)
            throw ApiErrors.BadRequest($"the API version in the data ({sent}) does not match the expected API version ({version.ApiVersion})");
        if (value["metadata"] is not (null or JsonObject))
            throw Refused(version, new WrongTypeException($"json: cannot unmarshal {GoTypes.JsonName(value["metadata"])} into Go value of type v1.ObjectMeta"));
    }

    private static ApiStatusException Refused(CustomResourceVersion version, DecodingException why) =>
        ApiErrors.BadRequest($"{version.Kind} in version \"{version.Version}\" cannot be handled as a {version.Kind}: {why.Message}", why);
}
