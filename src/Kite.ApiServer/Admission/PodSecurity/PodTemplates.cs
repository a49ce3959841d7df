using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.Admission.PodSecurity;

/// <summary>Where workloads have the template of their pods.</summary>
internal static class PodTemplates
{
    /// <summary>True for a resource whose objects have one.</summary>
    public static bool Has(ApiResource resource) => (resource.Group, resource.Plural) is
        ("", "replicationcontrollers" or "podtemplates") or ("apps", "replicasets" or "deployments" or "statefulsets" or "daemonsets") or ("batch", "jobs" or "cronjobs");

    /// <summary>The template; null where the object has none.</summary>
    public static JsonObject? Of(ApiResource resource, JsonObject value) => resource.Plural switch
    {
        "podtemplates" => value.Object("template"),
        "cronjobs" => value.Object("spec").Object("jobTemplate").Object("spec").Object("template"),
        _ => value.Object("spec").Object("template"),
    };
}
