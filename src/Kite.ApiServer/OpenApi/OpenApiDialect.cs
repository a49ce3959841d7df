namespace Kite.ApiServer.OpenApi;

/// <summary>What differs between the two versions of OpenAPI.</summary>
/// <param name="SchemaPrefix">Where references to schemas point.</param>
/// <param name="IsV3">True for version 3.</param>
internal sealed record OpenApiDialect(string SchemaPrefix, bool IsV3)
{
    /// <summary>Where references to parameters that paths share point; version 2 only.</summary>
    public const string ParameterPrefix = "#/parameters/";

    public static OpenApiDialect V2 { get; } = new("#/definitions/", false);

    public static OpenApiDialect V3 { get; } = new("#/components/schemas/", true);
}
