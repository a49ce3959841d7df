namespace Kite.ApiServer.Pipeline;

/// <summary>The form of an answer that a client accepts.</summary>
/// <param name="IsYaml">True for YAML, false for JSON.</param>
/// <param name="View">Objects as they are, or a table or their metadata in their place.</param>
/// <param name="ViewVersion">The version of <c>meta.k8s.io</c> that a view is asked in.</param>
public sealed record ResponseFormat(bool IsYaml, ObjectView View, string ViewVersion)
{
    /// <summary>Plain JSON.</summary>
    public static ResponseFormat Json { get; } = new(false, ObjectView.Whole, "v1");

    /// <summary>Plain YAML.</summary>
    public static ResponseFormat Yaml { get; } = new(true, ObjectView.Whole, "v1");

    /// <summary>The media type of the answer.</summary>
    public string ContentType => IsYaml ? "application/yaml" : "application/json";
}
