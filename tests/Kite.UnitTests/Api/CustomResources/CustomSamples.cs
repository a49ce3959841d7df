using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.CustomResources;
using Kite.Api.CustomResources.Values;
using Kite.Api.Decoding;
using Kite.Api.Errors;
using Kite.Api.Validation;

namespace Kite.UnitTests.Api.CustomResources;

/// <summary>Definitions of custom resources and the steps their objects take.</summary>
internal static class CustomSamples
{
    internal static CustomObjectDecoder Decoder { get; } = new(ApiFixture.Catalogue.Schema);

    internal static JsonNode? Json(string text) => JsonCodec.Parse(Encoding.UTF8.GetBytes(text));

    internal static StructuralSchema Schema(string text) => StructuralSchema.Parse((JsonObject)Json(text)!);

    /// <summary>A definition of Widgets in <c>example.com/v1</c>.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="more">More fields of the version, such as <c>"subresources":{}</c>.</param>
    internal static JsonObject Definition(string schema, string more = "") => (JsonObject)Json($$$$$"""
        {"metadata":{"name":"widgets.example.com"},"spec":{"group":"example.com","scope":"Namespaced",
         "names":{"plural":"widgets","singular":"widget","kind":"Widget","listKind":"WidgetList"},
         "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{{{{{schema}}}}}}{{{{{(more.Length > 0 ? "," + more : "")}}}}}}]}}
        """)!;

    internal static CustomResourceVersion Version(string schema, string more = "") => CustomResourceVersion.Parse(Definition(schema, more), "v1")!;

    /// <summary>A Widget with the fields given, besides its name.</summary>
    internal static string Widget(string fields) => $$"""{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w","namespace":"n"},{{fields}}}""";

    internal static DecodedObject Decode(CustomResourceVersion version, string json, FieldValidation validation = FieldValidation.Warn) =>
        Decoder.Decode(Encoding.UTF8.GetBytes(json), version, validation);

    /// <summary>What is wrong with a value, as <c>field: message</c>.</summary>
    internal static IReadOnlyList<string> Problems(string schema, string value, string? old = null)
    {
        var causes = new List<StatusCause>();
        var parsed = Schema(schema);
        ValueValidator.Validate(Json(value), old is null ? OldValue.Unknown : OldValue.Of(Json(old), parsed), parsed, FieldPath.Root, new FieldErrors(causes));
        return Lines(causes);
    }

    internal static IReadOnlyList<string> CreateProblems(CustomResourceVersion version, string json)
    {
        var value = Decode(version, json).Value;
        version.Rules.PrepareForCreate(value);
        var causes = new List<StatusCause>();
        version.Rules.Validate(value, causes);
        return Lines(causes);
    }

    internal static IReadOnlyList<string> UpdateProblems(CustomResourceVersion version, string json, string old, string subresource = "")
    {
        var value = Decode(version, json).Value;
        var before = Decode(version, old).Value;
        version.Rules.PrepareForUpdate(value, before, subresource);
        var causes = new List<StatusCause>();
        version.Rules.ValidateUpdate(value, before, subresource, causes);
        return Lines(causes);
    }

    internal static IReadOnlyList<string> Lines(IEnumerable<StatusCause> causes) =>
        [.. causes.Select(cause => cause.Field.Length == 0 ? cause.Message : $"{cause.Field}: {cause.Message}")];
}
