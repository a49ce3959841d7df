using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Classes;

/// <summary>An ingress that says nothing of a class gets the default one, where there is one; of several the newest.</summary>
internal sealed class DefaultIngressClass(ResourceCaches caches) : IAdmissionPlugin
{
    private static readonly ApiResource Classes = new("networking.k8s.io", "v1", "ingressclasses", "IngressClass", false);
    private static readonly string[] Marks = ["ingressclass.kubernetes.io/is-default-class"];

    /// <inheritdoc/>
    public string Name => "DefaultIngressClass";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Create, Subresource: "", Resource: { Group: "networking.k8s.io", Plural: "ingresses" }, Object: { } ingress }) return ValueTask.CompletedTask;
        if (ingress.Object("spec").TextOrNull("ingressClassName") is not null || ingress.Object("metadata").Object("annotations").TextOrNull("kubernetes.io/ingress.class") is not null)
            return ValueTask.CompletedTask;
        if (DefaultClass.Newest(caches.Of(Classes), Marks) is { } name) ingress.ObjectOrNew("spec")["ingressClassName"] = name;
        return ValueTask.CompletedTask;
    }
}
