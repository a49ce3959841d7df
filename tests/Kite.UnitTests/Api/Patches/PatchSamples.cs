using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Patches;
using Kite.Api.Schema;

namespace Kite.UnitTests.Api.Patches;

/// <summary>Patching JSON text against the built-in schema.</summary>
internal static class PatchSamples
{
    internal static SchemaTable Schema { get; } = EmbeddedSchema.ReadTypes();

    internal static JsonObject Object(string json) => JsonCodec.ParseObject(Encoding.UTF8.GetBytes(json));

    internal static string Patch(string contentType, string current, string patch, string? type = "core/v1.Pod") =>
        JsonCodec.ToText(new PatchApplier(Schema).Apply(contentType, Encoding.UTF8.GetBytes(patch), Object(current), type is null ? null : Schema.Type(type)));
}
