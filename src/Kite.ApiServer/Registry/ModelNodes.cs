using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Models;

namespace Kite.ApiServer.Registry;

/// <summary>Objects as records and back, for the few requests that are computed rather than stored.</summary>
internal static class ModelNodes
{
    public static T ToModel<T>(this JsonObject value)
        where T : class, IApiModel<T>
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer)) value.WriteTo(writer);
        return ModelJson.Parse<T>(buffer.WrittenSpan);
    }

    public static JsonObject ToNode<T>(this T model)
        where T : class, IApiModel<T> => JsonNode.Parse(ModelJson.ToUtf8(model))!.AsObject();
}
