using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry;

/// <summary>Objects between their two forms: nodes, which a write works on, and bytes, which are stored and served.</summary>
internal static class ObjectForms
{
    /// <summary>An object as nodes in the version asked for, with its resource version.</summary>
    public static JsonObject ToNodes(ServedResource served, CachedObject value)
    {
        var nodes = JsonCodec.ParseObject(value.Json.Span);
        served.Definition.Conversion?.FromStored(nodes);
        return nodes;
    }

    /// <summary>The bytes to store: in the stored version, without a resource version.</summary>
    public static byte[] ToStored(ServedResource served, JsonObject value)
    {
        if (served.Definition.Conversion is { } conversion)
        {
            value = (JsonObject)value.DeepClone();
            conversion.ToStored(value);
        }
        value.Metadata().Remove("resourceVersion");
        return JsonCodec.ToUtf8(value);
    }

    /// <summary>A stored object as another version shows it.</summary>
    public static CachedObject Show(ServedResource served, CachedObject stored)
    {
        var nodes = ToNodes(served, stored);
        nodes.Metadata().Remove("resourceVersion");
        var bytes = JsonCodec.ToUtf8(nodes);
        return new CachedObjectReader(served.Definition.SelectableFields).Read(stored.Key, bytes, stored.ResourceVersion);
    }
}
