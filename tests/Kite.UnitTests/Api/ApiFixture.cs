using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Decoding;
using Kite.Api.Errors;
using Kite.Api.Kinds;

namespace Kite.UnitTests.Api;

/// <summary>The built-in resources and the steps an object takes on its way into the store.</summary>
internal static class ApiFixture
{
    internal static ResourceCatalogue Catalogue { get; } = ResourceCatalogue.Load();

    internal static ObjectDecoder Decoder { get; } = new(Catalogue.Schema);

    /// <summary>The resource of a kind, or of a type such as <c>autoscaling/v2.HorizontalPodAutoscaler</c>.</summary>
    internal static ResourceDefinition Kind(string kind) =>
        Catalogue.Resources.First(definition => definition.IsStored && (definition.Resource.Kind == kind || definition.Type.Name == kind));

    internal static DecodedObject Decode(string kind, string json, FieldValidation validation = FieldValidation.Strict) =>
        Decoder.Decode(Encoding.UTF8.GetBytes(json), Kind(kind).Type, Kind(kind).Resource.ApiVersion, validation);

    internal static JsonObject Defaulted(string kind, string json)
    {
        var value = Decode(kind, json).Value;
        Kind(kind).Rules.Default(value);
        return value;
    }

    internal static JsonObject Created(string kind, string json)
    {
        var value = Defaulted(kind, json);
        Kind(kind).Rules.PrepareForCreate(value);
        return value;
    }

    /// <summary>What is wrong with an object about to be created, as <c>field: message</c>.</summary>
    internal static IReadOnlyList<string> Problems(string kind, string json)
    {
        var causes = new List<StatusCause>();
        Kind(kind).Rules.Validate(Created(kind, json), causes);
        return Lines(causes);
    }

    /// <summary>What is wrong with an update, as <c>field: message</c>.</summary>
    internal static IReadOnlyList<string> ChangeProblems(string kind, JsonObject old, Action<JsonObject> change, string subresource = "")
    {
        var causes = new List<StatusCause>();
        var value = Changed(kind, old, change, subresource);
        Kind(kind).Rules.ValidateUpdate(value, old, subresource, causes);
        return Lines(causes);
    }

    /// <summary>The object after an update as the server would store it.</summary>
    internal static JsonObject Changed(string kind, JsonObject old, Action<JsonObject> change, string subresource = "")
    {
        var value = (JsonObject)old.DeepClone();
        change(value);
        Kind(kind).Rules.Default(value);
        Kind(kind).Rules.PrepareForUpdate(value, old, subresource);
        return value;
    }

    private static string[] Lines(List<StatusCause> causes) => causes.Select(cause => cause.Field.Length == 0 ? cause.Message : $"{cause.Field}: {cause.Message}").ToArray();
}
