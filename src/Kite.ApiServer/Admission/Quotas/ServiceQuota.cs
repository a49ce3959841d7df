using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Resources;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Services: how many, how many of them balance loads, and how many node ports they take.</summary>
internal sealed class ServiceQuota : IQuotaEvaluator
{
    /// <inheritdoc/>
    public string GroupResource => "services";

    /// <inheritdoc/>
    public bool Concerns(AdmissionRequest request) => request is { Operation: AdmissionOperation.Create or AdmissionOperation.Update, Subresource: "" };

    /// <inheritdoc/>
    public bool Counts(string quota) => quota is "services" or "count/services" or "services.nodeports" or "services.loadbalancers";

    /// <inheritdoc/>
    public ResourceAmounts Usage(JsonObject item)
    {
        var spec = item.Object("spec");
        var type = spec.Text("type");
        var nodePorts = type switch
        {
            "NodePort" => spec.Objects("ports").Count(),
            "LoadBalancer" when spec.Flag("allocateLoadBalancerNodePorts") == false => spec.Objects("ports").Count(port => port.Integer("nodePort") is > 0),
            "LoadBalancer" => spec.Objects("ports").Count(),
            _ => 0,
        };
        return new ResourceAmounts
        {
            ["services"] = Quantity.Of(1),
            ["count/services"] = Quantity.Of(1),
            ["services.nodeports"] = Quantity.Of(nodePorts),
            ["services.loadbalancers"] = Quantity.Of(type == "LoadBalancer" ? 1 : 0),
        };
    }
}
