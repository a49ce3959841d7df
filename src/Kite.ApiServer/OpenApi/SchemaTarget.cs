namespace Kite.ApiServer.OpenApi;

/// <summary>What a body or an answer consists of.</summary>
/// <param name="Name">The name of the schema: the table's for a type of the table, OpenAPI's for all others; empty for plain text.</param>
/// <param name="Origin">Where the schema comes from.</param>
internal readonly record struct SchemaTarget(string Name, SchemaOrigin Origin)
{
    /// <summary>Whatever the other end says.</summary>
    public static SchemaTarget Text { get; } = new("", SchemaOrigin.Text);

    /// <summary>A patch.</summary>
    public static SchemaTarget Patch { get; } = new(OpenApiNames.Patch, SchemaOrigin.Scalar);

    /// <summary>A change of a watched resource.</summary>
    public static SchemaTarget WatchEvent { get; } = new(OpenApiNames.WatchEvent, SchemaOrigin.Scalar);

    /// <summary>Which release the server is of.</summary>
    public static SchemaTarget VersionInfo { get; } = new(OpenApiNames.VersionInfo, SchemaOrigin.Scalar);

    /// <summary>What becomes of a request.</summary>
    public static SchemaTarget Status { get; } = OfTable("meta/v1.Status");

    /// <summary>How to delete.</summary>
    public static SchemaTarget DeleteOptions { get; } = OfTable("meta/v1.DeleteOptions");

    /// <summary>A type of the table.</summary>
    public static SchemaTarget OfTable(string typeName) => new(typeName, SchemaOrigin.Table);
}
