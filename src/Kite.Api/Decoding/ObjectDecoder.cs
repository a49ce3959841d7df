using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Schema;

namespace Kite.Api.Decoding;

/// <summary>Turns the JSON of a request into an object of the schema; what doesn't fit is refused in kube-apiserver's words.</summary>
/// <remarks>
/// Unknown fields and nulls are dropped, quantities and times are brought into the form the API stores, and zero values
/// that mean the same as none are left out, so that equal objects have equal JSON. Field names are case-sensitive.
/// </remarks>
public sealed class ObjectDecoder
{
    private readonly SchemaTable schema;
    private readonly DecodingPlans plans;

    /// <summary>A decoder for the types of the table.</summary>
    public ObjectDecoder(SchemaTable schema)
    {
        this.schema = schema;
        plans = new DecodingPlans(schema);
    }

    /// <summary>Decodes an object sent to an endpoint; a missing <c>apiVersion</c> or <c>kind</c> is taken from the endpoint.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="type">The type that the endpoint takes.</param>
    /// <param name="apiVersion">The API version that the endpoint takes.</param>
    /// <param name="validation">What becomes of unknown and duplicate fields.</param>
    /// <exception cref="ApiStatusException">The JSON is malformed, of another kind or version, or has values its fields can't hold (<c>BadRequest</c>; with a <see cref="DecodingException"/> inside where it is the values or fields).</exception>
    public DecodedObject Decode(ReadOnlySpan<byte> utf8, SchemaType type, string apiVersion, FieldValidation validation)
    {
        var problems = validation is FieldValidation.Ignore ? null : new List<string>();
        JsonObject value;
        try
        {
            value = new ObjectReader(utf8, problems).ReadRoot(plans.Object(type));
        }
        catch (JsonException e)
        {
            throw Malformed(utf8, type, e);
        }
        catch (InvalidOperationException e)
        {
            // The reader says so where a string holds bytes that aren't UTF-8.
            throw ApiErrors.BadRequest("invalid UTF-8 in JSON string", e);
        }
        catch (WrongTypeException e)
        {
            CheckIdentity(ReadIdentity(utf8, type), type, apiVersion);
            throw Refused(type, apiVersion, e);
        }
        CheckIdentity((value.Text("apiVersion"), value.Text("kind")), type, apiVersion);
        if (problems is { Count: > 0 } && validation is FieldValidation.Strict)
            throw Refused(type, apiVersion, new StrictDecodingException(problems));
        Identify(value, type, apiVersion);
        return new DecodedObject(value, problems ?? []);
    }

    /// <summary>Decodes an object that is JSON nodes already, such as the outcome of a patch; the nodes aren't changed.</summary>
    /// <inheritdoc cref="Decode(ReadOnlySpan{byte}, SchemaType, string, FieldValidation)"/>
    public DecodedObject Decode(JsonNode value, SchemaType type, string apiVersion, FieldValidation validation)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true })) value.WriteTo(writer);
        return Decode(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), type, apiVersion, validation);
    }

    private static void Identify(JsonObject value, SchemaType type, string apiVersion)
    {
        if (!type.IsKind) return;
        if (!value.ContainsKey("apiVersion")) value.Insert(0, "apiVersion", apiVersion);
        if (!value.ContainsKey("kind")) value.Insert(0, "kind", type.ShortName);
    }

    private static (string ApiVersion, string Kind) ReadIdentity(ReadOnlySpan<byte> utf8, SchemaType type)
    {
        try
        {
            var root = JsonCodec.Parse(utf8) as JsonObject;
            return (root.Text("apiVersion"), root.Text("kind"));
        }
        catch (ApiStatusException e) when (e.InnerException is JsonException malformed)
        {
            // What follows the value of the wrong type is no JSON at all, or nests too deep.
            throw Malformed(utf8, type, malformed);
        }
    }

    private void CheckIdentity((string ApiVersion, string Kind) sent, SchemaType type, string apiVersion)
    {
        var kind = sent.Kind.Length == 0 ? type.ShortName : sent.Kind;
        var version = sent.ApiVersion.Length == 0 ? apiVersion : sent.ApiVersion;
        if (kind == type.ShortName && version == apiVersion) return;
        var slash = version.IndexOf('/');
        var sentType = schema.Type(Packages.TypeName(slash < 0 ? "" : version[..slash], version[(slash + 1)..], kind));
        var goVersion = version[(slash + 1)..];
        if (sentType is null)
            throw ApiErrors.BadRequest($"{kind} in version \"{goVersion}\" cannot be handled as a {type.ShortName}: no kind \"{kind}\" is registered for version \"{version}\" in scheme \"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30\"");
        if (kind == type.ShortName)
            throw ApiErrors.BadRequest($"the API version in the data ({version}) does not match the expected API version ({apiVersion})");
        throw ApiErrors.BadRequest($"{kind} in version \"{goVersion}\" cannot be handled as a {type.ShortName}: converting ({goVersion}.{kind}) to ({type.Package[..type.Package.IndexOf('/')]}.{type.ShortName}): unknown conversion");
    }

    private static ApiStatusException Refused(SchemaType type, string apiVersion, DecodingException why) =>
        ApiErrors.BadRequest($"{type.ShortName} in version \"{apiVersion[(apiVersion.IndexOf('/') + 1)..]}\" cannot be handled as a {type.ShortName}: {why.Message}", why);

    private static ApiStatusException Malformed(ReadOnlySpan<byte> utf8, SchemaType type, JsonException error) =>
        ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {type.ShortName}): couldn't get version/kind; json parse error: {MalformedJson.Explain(utf8, error)} ({MalformedJson.Summary(utf8)})", error);
}
