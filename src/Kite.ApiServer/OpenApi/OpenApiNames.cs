using Kite.Api.Schema;

namespace Kite.ApiServer.OpenApi;

/// <summary>The names that upstream's OpenAPI documents give types, which clients and code generators know.</summary>
internal static class OpenApiNames
{
    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    public const string Quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    public const string IntOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
    public const string VersionInfo = "io.k8s.apimachinery.pkg.version.Info";
    public const string RawExtension = "io.k8s.apimachinery.pkg.runtime.RawExtension";
    public const string Time = Meta + "Time";
    public const string MicroTime = Meta + "MicroTime";
    public const string FieldsV1 = Meta + "FieldsV1";
    public const string Patch = Meta + "Patch";
    public const string WatchEvent = Meta + "WatchEvent";

    /// <summary>The name of a type of the table: <c>core/v1.Pod</c> is <c>io.k8s.api.core.v1.Pod</c>.</summary>
    public static string Of(SchemaType type) => Of(type.Name);

    /// <summary>The name of a type by the name that the table has for it.</summary>
    public static string Of(string typeName)
    {
        var slash = typeName.IndexOf('/');
        var package = typeName[..slash];
        var prefix = package switch
        {
            "meta" => "io.k8s.apimachinery.pkg.apis.meta",
            "apiextensions" => "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions",
            "apiregistration" => "io.k8s.kube-aggregator.pkg.apis.apiregistration",
            _ => $"io.k8s.api.{package}",
        };
        return $"{prefix}.{typeName[(slash + 1)..]}";
    }

    /// <summary>The name of a custom kind: <c>example.com/v1.Widget</c> is <c>com.example.v1.Widget</c>.</summary>
    public static string OfCustom(string group, string version, string kind)
    {
        var labels = group.Split('.');
        Array.Reverse(labels);
        return $"{string.Join('.', labels)}.{version}.{kind}";
    }
}
