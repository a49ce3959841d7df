namespace Kite.ApiServer.OpenApi;

/// <summary>The paths of the server itself, each with a document of its own in version 3: discovery, the release, the issuer of tokens.</summary>
internal static class ServerPaths
{
    private static readonly SchemaTarget GroupList = SchemaTarget.OfTable("meta/v1.APIGroupList");
    private static readonly SchemaTarget Group = SchemaTarget.OfTable("meta/v1.APIGroup");
    private static readonly SchemaTarget ResourceList = SchemaTarget.OfTable("meta/v1.APIResourceList");

    /// <summary>The documents that are about the server as a whole.</summary>
    public static IReadOnlyList<string> Roots { get; } = [".well-known/openid-configuration", "api", "apis", "openid/v1/jwks", "version"];

    /// <summary>Writes what the document of a path says of discovery.</summary>
    public static void Write(PathsWriter writer, string path)
    {
        switch (path.Split('/'))
        {
            case ["api"]:
                writer.WriteRead("/api/", "getCoreAPIVersions", "core", "get available API versions", SchemaTarget.OfTable("meta/v1.APIVersions"));
                break;
            case ["apis"]:
                writer.WriteRead("/apis/", "getAPIVersions", "apis", "get available API versions", GroupList);
                break;
            case ["apis", var group]:
                writer.WriteRead($"/apis/{group}/", $"get{OperationNames.Group(group)}APIGroup", OperationNames.Tag(group, ""), "get information of a group", Group);
                break;
            case ["api", var version]:
                WriteResourceList(writer, path, "", version);
                break;
            case ["apis", var group, var version]:
                WriteResourceList(writer, path, group, version);
                break;
            case ["version"]:
                writer.WriteRead("/version/", "getCodeVersion", "version", "get the version information for this server", SchemaTarget.VersionInfo);
                break;
            case [".well-known", _]:
                writer.WriteRead("/.well-known/openid-configuration/", "getServiceAccountIssuerOpenIDConfiguration", "WellKnown", "get service account issuer OpenID configuration, also known as the 'OIDC discovery doc'", SchemaTarget.Text);
                break;
            case ["openid", ..]:
                writer.WriteRead("/openid/v1/jwks/", "getServiceAccountIssuerOpenIDKeyset", "openid", "get service account issuer OpenID JSON Web Key Set (contains public token verification keys)", SchemaTarget.Text);
                break;
        }
    }

    private static void WriteResourceList(PathsWriter writer, string path, string group, string version) =>
        writer.WriteRead($"/{path}/", $"get{OperationNames.GroupVersion(group, version)}APIResources", OperationNames.Tag(group, version), "get available resources", ResourceList);
}
