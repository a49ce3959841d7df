namespace Kite.ApiServer.OpenApi;

/// <summary>Where a schema comes from.</summary>
internal enum SchemaOrigin
{
    /// <summary>There is none: plain text.</summary>
    Text,

    /// <summary>The table of types.</summary>
    Table,

    /// <summary>Only OpenAPI names it.</summary>
    Scalar,

    /// <summary>A CustomResourceDefinition.</summary>
    Custom,
}
