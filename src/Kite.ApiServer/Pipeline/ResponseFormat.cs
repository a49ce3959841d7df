using Kite.Api.Codecs.Protobuf;

namespace Kite.ApiServer.Pipeline;

/// <summary>The form of an answer that a client accepts.</summary>
/// <param name="Media">The encoding.</param>
/// <param name="View">Objects as they are, or a table or their metadata in their place.</param>
/// <param name="ViewVersion">The version of <c>meta.k8s.io</c> that a view is asked in.</param>
public sealed record ResponseFormat(ResponseMedia Media, ObjectView View, string ViewVersion)
{
    /// <summary>Plain JSON.</summary>
    public static ResponseFormat Json { get; } = new(ResponseMedia.Json, ObjectView.Whole, "v1");

    /// <summary>JSON for people.</summary>
    public static ResponseFormat Pretty { get; } = Json with { IsPretty = true };

    /// <summary>Plain YAML.</summary>
    public static ResponseFormat Yaml { get; } = new(ResponseMedia.Yaml, ObjectView.Whole, "v1");

    /// <summary>True for YAML.</summary>
    public bool IsYaml => Media is ResponseMedia.Yaml;

    /// <summary>True where JSON is to have lines and indents.</summary>
    public bool IsPretty { get; init; }

    /// <summary>True where the view asked for is one of lists (<c>PartialObjectMetadataList</c>).</summary>
    public bool IsListView { get; init; }

    /// <summary>What writes protobuf; null for every other encoding.</summary>
    public ProtobufEncoder? Encoder { get; init; }

    /// <summary>The media type of the answer.</summary>
    public string ContentType => Media switch
    {
        ResponseMedia.Yaml => "application/yaml",
        ResponseMedia.Protobuf => ProtobufDecoder.MediaType,
        _ => "application/json",
    };
}
