using Kite.Api.Schema;

namespace Kite.ApiServer.OpenApi;

/// <summary>The names that upstream's OpenAPI documents give types, which clients and code generators know.</summary>
internal static class OpenApiNames
{
    public const string Quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    public const string IntOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
    public const string Time = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";
    public const string MicroTime = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime";
    public const string FieldsV1 = "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1";
    public const string RawExtension = "io.k8s.apimachinery.pkg.runtime.RawExtension";

    /// <summary>The name of a type of the table: <c>core/v1.Pod</c> is <c>io.k8s.api.core.v1.Pod</c>.</summary>
    public static string Of(SchemaType type)
    {
        var slash = type.Package.IndexOf('/');
        var (package, version) = (type.Package[..slash], type.Package[(slash + 1)..]);
        var prefix = package switch
        {
            "meta" => "io.k8s.apimachinery.pkg.apis.meta",
            "apiextensions" => "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions",
            "apiregistration" => "io.k8s.kube-aggregator.pkg.apis.apiregistration",
            _ => $"io.k8s.api.{package}",
        };
        return $"{prefix}.{version}.{type.ShortName}";
    }
}
