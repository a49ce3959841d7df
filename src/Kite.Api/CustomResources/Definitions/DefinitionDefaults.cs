using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>What a CustomResourceDefinition leaves to the server.</summary>
internal static class DefinitionDefaults
{
    private const long HttpsPort = 443;

    internal static void Fill(JsonObject value)
    {
        if (value.Object("spec") is not { } spec) return;
        if (spec.Object("names") is { } names && names.Text("kind") is { Length: > 0 } kind)
        {
            if (names.Text("singular").Length == 0) names["singular"] = kind.ToLowerInvariant();
            if (names.Text("listKind").Length == 0) names["listKind"] = kind + "List";
        }
        if (spec.Object("conversion") is null) spec["conversion"] = new JsonObject { ["strategy"] = "None" };
        if (spec.Object("conversion").Object("webhook").Object("clientConfig").Object("service") is { } service && service.Integer("port") is null) service["port"] = HttpsPort;
    }

    /// <summary>Notes that objects may be stored in the storage version from now on.</summary>
    internal static void NoteStorage(JsonObject value)
    {
        var storage = value.Object("spec").Objects("versions").FirstOrDefault(version => version.IsSet("storage")).Text("name");
        if (storage.Length == 0) return;
        var status = value.ObjectOrNew("status");
        if (status.Texts("storedVersions").Contains(storage)) return;
        if (status.Array("storedVersions") is { } stored) stored.Add((JsonNode)storage);
        else status["storedVersions"] = new JsonArray(storage);
    }
}
