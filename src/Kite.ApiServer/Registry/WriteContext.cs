using System.Text.Json.Nodes;
using Kite.Api.Meta;
using Kite.ApiServer.Admission;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Registry;

/// <summary>One write to one object.</summary>
/// <param name="Request">The request.</param>
/// <param name="Served">The resource written to.</param>
/// <param name="Subresource">The subresource written through; empty for the object itself.</param>
/// <param name="Options">What the writer asks for.</param>
internal sealed record WriteContext(ApiRequest Request, ServedResource Served, string Subresource, WriteOptions Options)
{
    /// <summary>The resource in the version asked for.</summary>
    public ApiResource Resource => Served.Resource;

    /// <summary>The namespace of the path.</summary>
    public string Namespace => Resource.IsNamespaced ? Request.Info.Namespace : "";

    /// <summary>The write as admission sees it.</summary>
    public AdmissionRequest Admission(AdmissionOperation operation, string name, JsonObject? value, JsonObject? old) => new()
    {
        Operation = operation,
        Resource = Resource,
        Subresource = Subresource,
        Namespace = Namespace,
        Name = name,
        User = Request.User,
        Object = value,
        OldObject = old,
        IsDryRun = Options.IsDryRun,
        Warn = Request.Warn,
    };
}
