namespace Kite.ApiServer.Authorization.Nodes;

/// <summary>Lets a kubelet do what running its own pods takes: its own node, lease and pods, and what those pods refer to.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/node/"/>; what a node may write into its objects is the NodeRestriction admission plugin's business.</remarks>
internal sealed class NodeAuthorizer(NodePods pods, NodeRules rules) : IAuthorizer
{
    private static readonly AuthorizationDecision Allow = new(true, "");

    public AuthorizationDecision Authorize(AuthorizationAttributes attributes)
    {
        if (NodeIdentity.Of(attributes.User) is not { } node) return Deny("");
        if (!attributes.IsResourceRequest) return Uniform(attributes);
        return (attributes.Group, attributes.Resource) switch
        {
            ("", "secrets") => Secret(node, attributes),
            ("", "configmaps") => Read(node, attributes, (pod, name) => pod.HasConfigMap(name)),
            ("", "persistentvolumeclaims") => Claim(node, attributes),
            ("", "persistentvolumes") => Volume(node, attributes),
            ("", "serviceaccounts") => Token(node, attributes),
            ("", "nodes") => Node(node, attributes),
            ("", "pods") => Pod(node, attributes),
            ("coordination.k8s.io", "leases") => Lease(node, attributes),
            ("storage.k8s.io", "csinodes") => CsiNode(node, attributes),
            _ => Uniform(attributes),
        };
    }

    private static AuthorizationDecision Deny(string reason) => new(false, reason);

    private static AuthorizationDecision Unrelated(string node) => Deny($"no relationship found between node '{node}' and this object");

    private static AuthorizationDecision Node(string node, AuthorizationAttributes attributes) => (attributes.Subresource, attributes.Verb) switch
    {
        ("", "create" or "update" or "patch") or ("status", "update" or "patch") => Allow,
        ("", "get" or "list" or "watch") when attributes.Name == node => Allow,
        ("", "get" or "list" or "watch") when attributes.Name.Length == 0 => Deny($"node '{node}' cannot read all nodes, only its own Node object"),
        ("", "get" or "list" or "watch") => Deny($"node '{node}' cannot read '{attributes.Name}', only its own Node object"),
        _ => Deny(""),
    };

    private static AuthorizationDecision Lease(string node, AuthorizationAttributes attributes)
    {
        if (attributes.Verb is not ("get" or "create" or "update" or "patch" or "delete")) return Deny("can only get, create, update, patch, or delete a node lease");
        if (attributes.Namespace != "kube-node-lease") return Deny("can only access leases in the \"kube-node-lease\" system namespace");
        return attributes.Verb == "create" || attributes.Name == node ? Allow : Deny("can only access node lease with the same name as the requesting node");
    }

    private static AuthorizationDecision CsiNode(string node, AuthorizationAttributes attributes)
    {
        if (attributes.Verb is not ("get" or "create" or "update" or "patch" or "delete")) return Deny("can only get, create, update, patch, or delete a CSINode");
        if (attributes.Subresource.Length > 0) return Deny("cannot authorize CSINode subresources");
        return attributes.Verb == "create" || attributes.Name == node ? Allow : Deny("can only access CSINode with the same name as the requesting node");
    }

    private AuthorizationDecision Uniform(AuthorizationAttributes attributes) => rules.Allow(attributes) ? Allow : Deny("");

    private AuthorizationDecision Read(string node, AuthorizationAttributes attributes, Func<PodReferences, string, bool> refersTo)
    {
        if (attributes.Verb is not ("get" or "list" or "watch")) return Deny("can only read resources of this type");
        if (attributes.Subresource.Length > 0) return Deny("cannot read subresource");
        if (attributes.Namespace.Length == 0) return Deny("can only read namespaced object of this type");
        if (attributes.Name.Length == 0) return Deny("No Object name found");
        return pods.Any(node, attributes.Namespace, pod => refersTo(pod, attributes.Name)) ? Allow : Unrelated(node);
    }

    private AuthorizationDecision Secret(string node, AuthorizationAttributes attributes)
    {
        var decision = Read(node, attributes, (pod, name) => pod.HasSecret(name));
        return !decision.Allowed && attributes is { Verb: "get" or "list" or "watch", Subresource: "", Namespace.Length: > 0, Name.Length: > 0 } && pods.HasVolumeSecret(node, attributes.Namespace, attributes.Name) ? Allow : decision;
    }

    private AuthorizationDecision Claim(string node, AuthorizationAttributes attributes)
    {
        if (attributes.Subresource == "status" && attributes.Verb is not ("update" or "patch")) return Deny("can only get/update/patch this type");
        if (attributes.Subresource is not ("" or "status")) return Deny("cannot get subresource");
        if (attributes.Subresource.Length == 0 && attributes.Verb != "get") return Deny("can only get individual resources of this type");
        return pods.Any(node, attributes.Namespace, pod => pod.HasClaim(attributes.Name)) ? Allow : Unrelated(node);
    }

    private AuthorizationDecision Volume(string node, AuthorizationAttributes attributes)
    {
        if (attributes.Verb != "get") return Deny("can only get individual resources of this type");
        if (attributes.Subresource.Length > 0) return Deny("cannot get subresource");
        return pods.HasVolume(node, attributes.Name) ? Allow : Unrelated(node);
    }

    private AuthorizationDecision Token(string node, AuthorizationAttributes attributes)
    {
        if (attributes.Verb != "create" || attributes.Name.Length == 0) return Deny("can only create tokens for individual service accounts");
        if (attributes.Subresource != "token") return Deny("can only create token subresource of serviceaccount");
        return pods.Any(node, attributes.Namespace, pod => pod.ServiceAccount == attributes.Name) ? Allow : Unrelated(node);
    }

    private AuthorizationDecision Pod(string node, AuthorizationAttributes attributes)
    {
        switch (attributes.Subresource, attributes.Verb)
        {
            case ("", "create" or "delete") or ("status", "update" or "patch") or ("eviction", "create"):
                return Allow;
            case ("", "list" or "watch") when FieldSelectorTerms.Exact(attributes.FieldSelector, "spec.nodeName") == node:
                return Allow;
            case ("", "get" or "list" or "watch") when attributes.Name.Length > 0:
                return pods.Runs(node, attributes.Namespace, attributes.Name) ? Allow : Unrelated(node);
            case ("", "list" or "watch"):
                return Deny("can only list/watch pods with spec.nodeName field selector");
            default:
                return Deny("");
        }
    }
}
