using System.Text.Json.Nodes;
using Kite.Api.CustomResources;
using Kite.Api.Decoding;
using Kite.Api.Meta;

namespace Kite.ApiServer.Admission.Matching;

/// <summary>Reads objects again after webhooks or policies changed them: what their kind doesn't know goes, and what they leave out is defaulted.</summary>
internal sealed class MutatedObjects(ObjectDecoder decoder, CustomObjectDecoder customDecoder)
{
    /// <summary>The object as its kind has it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="match">The resource in whose version the object is.</param>
    /// <param name="value">The object; used up.</param>
    /// <exception cref="Api.Errors.ApiStatusException">A value doesn't fit its field.</exception>
    public JsonObject Read(AdmissionRequest request, MatchedResource match, JsonObject value)
    {
        if (match.Definition is not { } definition) return value;
        if (match.Kind != GroupVersionKind.Of(definition.Resource))
            return definition.Subresource(request.Subresource)?.Type is { } type ? decoder.Decode(value, type, match.Kind.ApiVersion, FieldValidation.Ignore).Value : value;
        if (definition.Custom is { Parsed: var version }) return customDecoder.Decode(value, version, FieldValidation.Ignore).Value;
        var read = decoder.Decode(value, definition.Type, definition.Resource.ApiVersion, FieldValidation.Ignore).Value;
        definition.Rules.Default(read);
        return read;
    }
}
