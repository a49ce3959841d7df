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

    /// <summary>The form in which admission sees the object; null for the object itself.</summary>
    public IAdmittedForm? Form { get; init; }

    /// <summary>The write as admission sees it.</summary>
    public AdmissionRequest Admission(AdmissionOperation operation, string name, JsonObject? value, JsonObject? old, DeleteOptions? deletion = null, GroupVersionKind? kind = null) => new()
    {
        Operation = operation,
        Resource = Resource,
        Subresource = Subresource,
        Kind = kind ?? Form?.Kind ?? GroupVersionKind.Of(Resource),
        Namespace = Namespace,
        Name = name,
        User = Request.User,
        Object = value,
        OldObject = old,
        Options = deletion is not null ? () => AdmittedOptions.Of(deletion) : () => AdmittedOptions.Of(operation == AdmissionOperation.Create ? "CreateOptions" : "UpdateOptions", Request.Query),
        IsDryRun = Options.IsDryRun,
        Warn = Request.Warn,
        Annotate = Request.Record?.Audit is { } audit ? audit.Annotate : null,
        AnnotateInDetail = Request.Record?.Audit is { KeepsRequest: true } detailed ? detailed.Annotate : null,
    };
}
