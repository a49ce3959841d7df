using System.Text.Json.Serialization;

namespace Kite.Agent.Images;

/// <summary>The form of the record of pulls on disk: by image id, then by the name without tag.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<string, Dictionary<string, PulledImage>>))]
internal sealed partial class PulledImagesJson : JsonSerializerContext;
