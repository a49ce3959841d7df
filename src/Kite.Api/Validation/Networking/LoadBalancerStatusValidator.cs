using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Networking;

/// <summary>Checks the addresses that a load balancer reports.</summary>
internal static class LoadBalancerStatusValidator
{
    private static readonly FieldPath Path = FieldPath.Root.Child("status").Child("loadBalancer").Child("ingress");
    private static readonly string[] Modes = ["Proxy", "VIP"];

    internal static void Validate(JsonObject? status, FieldErrors errors)
    {
        var at = 0;
        foreach (var ingress in status.Objects("ingress"))
        {
            var path = Path.Item(at++);
            if (ingress.Text("ip") is { Length: > 0 } ip) errors.InvalidIf(path.Child("ip"), ip, Formats.Address(ip));
            if (ingress.TextOrNull("ipMode") is not null && ingress.Text("ip").Length == 0) errors.Forbidden(path.Child("ipMode"), "may not be specified when `ip` is not set");
            ChoiceRules.Optional(ingress, "ipMode", Modes, path, errors);
            if (ingress.Text("hostname") is not { Length: > 0 } host) continue;
            errors.InvalidIf(path.Child("hostname"), host, Formats.Subdomain(host));
            if (Formats.IsAddress(host)) errors.Invalid(path.Child("hostname"), host, "must be a DNS name, not an IP address");
        }
    }
}
