using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission;

/// <summary>A node's own credentials change that node and the pods bound to it, and get tokens for those, nothing else.</summary>
internal sealed class NodeRestriction(ResourceCaches caches, NodeTokens tokens) : IAdmissionPlugin
{
    private const string UserPrefix = "system:node:";

    /// <inheritdoc/>
    public string Name => "NodeRestriction";

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation == AdmissionOperation.Connect || !request.User.Name.StartsWith(UserPrefix, StringComparison.Ordinal) || !request.User.Groups.Contains("system:nodes")) return ValueTask.CompletedTask;
        var node = request.User.Name[UserPrefix.Length..];
        switch (request.Resource)
        {
            case { Group: "", Plural: "nodes" }:
                CheckNode(request, node);
                break;
            case { Group: "", Plural: "pods" } when request.Subresource == "eviction":
                CheckEviction(request, node);
                break;
            case { Group: "", Plural: "pods" }:
                CheckPod(request, node);
                break;
            case { Group: "", Plural: "serviceaccounts" }:
                return tokens.CheckAsync(request, node, cancellationToken);
            case { Group: "coordination.k8s.io", Plural: "leases" }:
                CheckLease(request, node);
                break;
            case { Group: "storage.k8s.io", Plural: "csinodes" } when NameOf(request) != node:
                throw ApiErrors.Forbidden(request.Resource, NameOf(request), "can only access CSINode with the same name as the requesting node");
            default:
                break;
        }
        return ValueTask.CompletedTask;
    }

    private static void CheckNode(AdmissionRequest request, string node)
    {
        var name = NameOf(request);
        if (name != node) throw ApiErrors.Forbidden(request.Resource, name, $"node \"{node}\" is not allowed to modify node \"{name}\"");
        if (request.Operation == AdmissionOperation.Delete) throw ApiErrors.Forbidden(request.Resource, name, $"node \"{node}\" cannot delete node \"{name}\"");
        if (request.OldObject is { } old)
        {
            if (!JsonNode.DeepEquals(request.Object.Object("spec")?["taints"], old.Object("spec")?["taints"]))
                throw ApiErrors.Forbidden(request.Resource, name, $"node \"{node}\" is not allowed to modify taints");
            if (!JsonNode.DeepEquals(request.Object.Object("metadata")?["ownerReferences"], old.Object("metadata")?["ownerReferences"]))
                throw ApiErrors.Forbidden(request.Resource, name, $"node \"{node}\" is not allowed to modify ownerReferences");
        }
        var labels = NodeLabels.Forbidden(request.Object, request.OldObject);
        if (labels.Count > 0) throw ApiErrors.Forbidden(request.Resource, name, $"is not allowed to modify labels: {string.Join(", ", labels)}");
    }

    private void CheckEviction(AdmissionRequest request, string node)
    {
        var name = NameOf(request);
        var pod = caches.For(request.Resource).Get(new ObjectKey(request.Namespace, name)) ?? throw ApiErrors.NotFound(request.Resource, name);
        if (pod.Fields.GetValueOrDefault("spec.nodeName") != node) throw ApiErrors.Forbidden(request.Resource, name, $"node {node} can only evict pods with spec.nodeName set to itself");
    }

    private static void CheckPod(AdmissionRequest request, string node)
    {
        if (request.Operation == AdmissionOperation.Create && request.Subresource.Length == 0)
        {
            var isMirror = request.Object.Object("metadata").Object("annotations")?.ContainsKey("kubernetes.io/config.mirror") == true;
            if (!isMirror) throw ApiErrors.Forbidden(request.Resource, request.Name, "pod does not have \"kubernetes.io/config.mirror\" annotation, node \"" + node + "\" can only create mirror pods");
            if (request.Object.Object("spec").Text("nodeName") != node)
                throw ApiErrors.Forbidden(request.Resource, request.Name, $"node \"{node}\" can only create pods with spec.nodeName set to itself");
            CheckReferences(request, node);
            return;
        }
        if (request.OldObject is { } old && old.Object("spec").Text("nodeName") != node)
            throw ApiErrors.Forbidden(request.Resource, request.Name, $"node \"{node}\" can only {(request.Operation == AdmissionOperation.Delete ? "delete pods" : "update pod status for pods")} with spec.nodeName set to itself");
        if (request is { Subresource: "status", OldObject: { } known } && !JsonNode.DeepEquals(request.Object.Object("metadata")?["labels"], known.Object("metadata")?["labels"]))
            throw ApiErrors.Forbidden(request.Resource, request.Name, $"node \"{node}\" cannot update labels through pod status");
        if (request.Operation == AdmissionOperation.Update && request.Subresource != "status")
            throw ApiErrors.Forbidden(request.Resource, request.Name, $"unexpected operation \"UPDATE\", node \"{node}\" can only update pod status");
    }

    /// <summary>What a mirror pod names, the node could read: it names nothing that the node isn't given otherwise.</summary>
    private static void CheckReferences(AdmissionRequest request, string node)
    {
        var spec = request.Object.Object("spec");
        var volumes = spec.Objects("volumes").ToArray();
        var containers = spec.Objects("containers").Concat(spec.Objects("initContainers")).ToArray();
        bool IsRead(string source, string reference) => volumes.Any(volume => volume.ContainsKey(source) || volume.Object("projected").Objects("sources").Any(part => part.ContainsKey(source)))
            || containers.Any(container => container.Objects("envFrom").Any(from => from.ContainsKey($"{source}Ref")) || container.Objects("env").Any(variable => variable.Object("valueFrom").Object(reference) is not null));
        var what = spec.Text("serviceAccountName").Length > 0 ? "a service account"
            : IsRead("secret", "secretKeyRef") || !spec.IsEmpty("imagePullSecrets") ? "secrets"
            : IsRead("configMap", "configMapKeyRef") ? "configmaps"
            : volumes.Any(volume => volume.ContainsKey("persistentVolumeClaim")) ? "persistentvolumeclaims"
            : null;
        if (what is not null) throw ApiErrors.Forbidden(request.Resource, request.Name, $"node \"{node}\" can not create pods that reference {what}");
    }

    private static string NameOf(AdmissionRequest request) => request.Name.Length > 0 ? request.Name : request.Object.Object("metadata").Text("name");

    private static void CheckLease(AdmissionRequest request, string node)
    {
        const string LeaseNamespace = "kube-node-lease";
        if (request.Namespace != LeaseNamespace)
            throw ApiErrors.Forbidden(request.Resource, request.Name, $"can only access leases in the \"{LeaseNamespace}\" system namespace");
        if (request.Name != node && request.Name.Length > 0)
            throw ApiErrors.Forbidden(request.Resource, request.Name, "can only access node lease with the same name as the requesting node");
    }
}
