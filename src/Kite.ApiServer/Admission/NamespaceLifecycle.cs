using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission;

/// <summary>Nothing is created in a namespace that doesn't exist or is going, and the system's own namespaces stay.</summary>
internal sealed class NamespaceLifecycle(ResourceCaches caches) : IAdmissionPlugin
{
    private static readonly ApiResource Namespaces = new("", "v1", "namespaces", "Namespace", false);
    private static readonly string[] Immortal = ["default", "kube-system", "kube-public"];

    /// <inheritdoc/>
    public string Name => "NamespaceLifecycle";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation != AdmissionOperation.Create || request.Namespace.Length == 0) return ValueTask.CompletedTask;
        // Reviews of access are answers, not contents; what they say of a namespace isn't for everybody.
        if (request.Resource is { Group: "authorization.k8s.io", Plural: "localsubjectaccessreviews" }) return ValueTask.CompletedTask;
        var found = caches.For(Namespaces).Get(new ObjectKey("", request.Namespace)) ?? throw ApiErrors.NotFound(Namespaces, request.Namespace);
        if (found.Fields.TryGetValue("status.phase", out var phase) && phase == "Terminating") throw BeingTerminated(request);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation == AdmissionOperation.Delete && request.Resource == Namespaces && Immortal.Contains(request.Name))
            throw ApiErrors.Forbidden(Namespaces, request.Name, "this namespace may not be deleted");
        return ValueTask.CompletedTask;
    }

    private static ApiStatusException BeingTerminated(AdmissionRequest request)
    {
        var name = request.Name.Length > 0 ? request.Name : request.Object.Object("metadata").Text("name");
        var message = $"unable to create new content in namespace {request.Namespace} because it is being terminated";
        return new(
            StatusReason.Forbidden,
            $"{request.Resource.GroupResource} \"{name}\" is forbidden: {message}",
            new StatusDetails
            {
                Name = name,
                Group = request.Resource.Group,
                Kind = request.Resource.Plural,
                Causes = [new StatusCause("NamespaceTerminating", $"namespace {request.Namespace} is being terminated", "metadata.namespace")],
            });
    }
}
