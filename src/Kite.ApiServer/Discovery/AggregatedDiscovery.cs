using Microsoft.Extensions.Primitives;

namespace Kite.ApiServer.Discovery;

/// <summary>What a client says of aggregated discovery: one document with every group in place of one per group version.</summary>
internal static class AggregatedDiscovery
{
    /// <summary>The first version of the aggregated document that the client accepts before plain JSON; empty for none.</summary>
    public static string AcceptedVersion(StringValues accept)
    {
        foreach (var header in accept)
        {
            foreach (var range in (header ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                var parts = range.Split(';', StringSplitOptions.TrimEntries);
                if (parts[0] is not ("application/json" or "application/*" or "*/*")) continue;
                if (!parts.Contains("as=APIGroupDiscoveryList")) return "";
                if (!parts.Contains("g=apidiscovery.k8s.io")) continue;
                if (parts.Contains("v=v2")) return "v2";
                if (parts.Contains("v=v2beta1")) return "v2beta1";
            }
        }
        return "";
    }
}
