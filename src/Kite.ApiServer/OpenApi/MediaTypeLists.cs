using Kite.Api.Codecs.Protobuf;

namespace Kite.ApiServer.OpenApi;

/// <summary>The forms in which bodies and answers come.</summary>
internal static class MediaTypeLists
{
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";
    private const string Stream = ";stream=watch";

    /// <summary>Any at all.</summary>
    public static readonly IReadOnlyList<string> Any = ["*/*"];

    /// <summary>A log.</summary>
    public static readonly IReadOnlyList<string> Text = ["text/plain"];

    private static readonly string[] Objects = [Json, ProtobufDecoder.MediaType, Yaml];
    private static readonly string[] Streams = [Json, Json + Stream, ProtobufDecoder.MediaType, ProtobufDecoder.MediaType + Stream, Yaml];
    private static readonly string[] CustomObjects = [Json, Yaml];
    private static readonly string[] CustomPatches = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"];
    private static readonly string[] Patches = [.. CustomPatches, "application/strategic-merge-patch+json"];

    /// <summary>The forms of an answer with an object.</summary>
    public static IReadOnlyList<string> OfObject(bool isCustom) => isCustom ? CustomObjects : Objects;

    /// <summary>The forms of an answer that may be a watch.</summary>
    public static IReadOnlyList<string> OfList(bool isCustom) => isCustom ? CustomObjects : Streams;

    /// <summary>The forms of a patch.</summary>
    public static IReadOnlyList<string> OfPatch(bool isCustom) => isCustom ? CustomPatches : Patches;
}
