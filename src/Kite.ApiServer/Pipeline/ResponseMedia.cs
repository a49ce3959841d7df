namespace Kite.ApiServer.Pipeline;

/// <summary>The encodings of answers.</summary>
public enum ResponseMedia
{
    /// <summary><c>application/json</c>.</summary>
    Json,

    /// <summary><c>application/yaml</c>.</summary>
    Yaml,

    /// <summary><c>application/vnd.kubernetes.protobuf</c>.</summary>
    Protobuf,
}
